"""Sends traces, logs and metrics with the OpenTelemetry SDK, once over each transport and compression.

usage: export.py HTTP_PORT GRPC_PORT

Prints one JSON object: for each way of sending, the results that the SDK's exporter gave.
"""

import json
import logging
import sys

import grpc
from opentelemetry._logs import SeverityNumber
from opentelemetry.exporter.otlp.proto.grpc import _log_exporter as grpc_logs
from opentelemetry.exporter.otlp.proto.grpc import metric_exporter as grpc_metrics
from opentelemetry.exporter.otlp.proto.grpc import trace_exporter as grpc_traces
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http import _log_exporter as http_logs
from opentelemetry.exporter.otlp.proto.http import metric_exporter as http_metrics
from opentelemetry.exporter.otlp.proto.http import trace_exporter as http_traces
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode

SPANS = 300
LOGS = 20


def watched(exporter, results):
    """Notes what each export call returned."""
    export = exporter.export

    def noting(*arguments, **keywords):
        result = export(*arguments, **keywords)
        results.append(result.name)
        return result

    exporter.export = noting
    return exporter


def send_traces(exporter, service, results):
    provider = TracerProvider(resource=Resource.create({"service.name": service, "service.version": "1.2.3"}))
    provider.add_span_processor(BatchSpanProcessor(watched(exporter, results), max_queue_size=4096))
    tracer = provider.get_tracer("sample")
    for number in range(SPANS // 2):
        attributes = {"number": number, "big": 2**62, "list": ["a", "b"], "text": "日本 😀", "small": 1e-9}
        with tracer.start_as_current_span("parent", kind=SpanKind.SERVER, attributes=attributes):
            with tracer.start_as_current_span("child", kind=SpanKind.CLIENT) as child:
                if number % 50 == 0:
                    child.record_exception(ValueError("boom"))
                    child.set_status(Status(StatusCode.ERROR, "boom"))
    provider.shutdown()


def send_logs(exporter, service, results):
    provider = LoggerProvider(resource=Resource.create({"service.name": service}))
    provider.add_log_record_processor(BatchLogRecordProcessor(watched(exporter, results)))
    logger = provider.get_logger("sample")
    for number in range(LOGS):
        logger.emit(severity_number=SeverityNumber.WARN, body=f"line {number}", attributes={"number": number})
    provider.shutdown()


def send_metrics(exporter, service, results):
    reader = PeriodicExportingMetricReader(watched(exporter, results), export_interval_millis=60_000)
    provider = MeterProvider([reader], resource=Resource.create({"service.name": service}))
    provider.get_meter("sample").create_counter("orders").add(1)
    provider.shutdown()


def main():
    http, collector = f"http://127.0.0.1:{sys.argv[1]}", f"http://127.0.0.1:{sys.argv[2]}"
    logging.disable(logging.WARNING)  # partial successes with a warning are logged; they are expected for metrics
    results = {}

    def note(way):
        return results.setdefault(way, [])

    for compression in (Compression.NoCompression, Compression.Gzip, Compression.Deflate):
        way = f"http-{compression.value}"
        traces = http_traces.OTLPSpanExporter(f"{http}/v1/traces", compression=compression)
        send_traces(traces, way, note(way))
    for name, compression in (("none", grpc.Compression.NoCompression), ("gzip", grpc.Compression.Gzip)):
        way = f"grpc-{name}"
        traces = grpc_traces.OTLPSpanExporter(collector, insecure=True, compression=compression)
        send_traces(traces, way, note(way))
    send_logs(http_logs.OTLPLogExporter(f"{http}/v1/logs"), "http-logs", note("http-logs"))
    send_logs(grpc_logs.OTLPLogExporter(collector, insecure=True), "grpc-logs", note("grpc-logs"))
    send_metrics(http_metrics.OTLPMetricExporter(f"{http}/v1/metrics"), "http-metrics", note("http-metrics"))
    send_metrics(grpc_metrics.OTLPMetricExporter(collector, insecure=True), "grpc-metrics", note("grpc-metrics"))
    print(json.dumps(results))


main()
