#!/usr/bin/env python3
"""Records what the shop really sends: runs four deploys under load and keeps every OTLP request body.

    python3 -m venv .venv && .venv/bin/pip install -r requirements-recording.txt && .venv/bin/python record.py [DIRECTORY]

The shop runs in DIRECTORY (a temporary one where none is given); its name ends up in recorded stack traces.
Writes recording/manifest.json (deploys, and where each request starts), recording/requests.bin (the bodies, one after
the other, as the SDK sent them: gzip'ed protobuf) and shop.bundle (the git repository the deploys were built from).
Takes about two and a half minutes. Everything listens on 127.0.0.1.
"""
import http.server
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
DEPLOYS = [
    # name, tag, seconds under load
    ("baseline", "v1.4.0", 40),
    ("good", "v1.5.0", 35),
    ("bad", "v1.6.0", 25),
    ("rollback", "v1.5.0", 20),
]
REQUESTS_PER_SECOND = 20
PORTS = {"frontend": 15001, "checkout": 15002, "payment": 15003}
SINK = 15318


class Sink(http.server.BaseHTTPRequestHandler):
    """Keeps each OTLP/HTTP request body with its path and the time it came."""

    protocol_version = "HTTP/1.1"
    requests, lock, began = [], threading.Lock(), time.time()

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with Sink.lock:
            Sink.requests.append((time.time(), self.path, self.headers.get("Content-Encoding", ""), body))
        self.send_response(200)
        self.send_header("Content-Type", "application/x-protobuf")
        self.send_header("Content-Length", "0")
        self.end_headers()


def start_services(checkout, tag, revision, scratch):
    processes = []
    for service, port in PORTS.items():
        environment = {
            **os.environ,
            "PORT": str(port), "DATABASE": str(scratch / f"{service}.sqlite"),
            "CHECKOUT_URL": f"http://127.0.0.1:{PORTS['checkout']}",
            "PAYMENT_URL": f"http://127.0.0.1:{PORTS['payment']}",
            "OTEL_SERVICE_NAME": service,
            "OTEL_RESOURCE_ATTRIBUTES": ",".join([
                f"service.version={tag[1:]}", "service.namespace=shop", f"service.instance.id={service}-1",
                "deployment.environment.name=production", f"vcs.ref.head.revision={revision}",
                "vcs.repository.name=shop"]),
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{SINK}",
            "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf", "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip",
            "OTEL_TRACES_EXPORTER": "otlp", "OTEL_LOGS_EXPORTER": "otlp", "OTEL_METRICS_EXPORTER": "none",
            "OTEL_PYTHON_LOGGING_AUTO_INSTRUMENTATION_ENABLED": "true", "OTEL_PYTHON_LOG_LEVEL": "info",
            "OTEL_SEMCONV_STABILITY_OPT_IN": "http,database,code", "OTEL_PYTHON_EXCLUDED_URLS": "healthz",
            "OTEL_BSP_SCHEDULE_DELAY": "1000", "OTEL_BLRP_SCHEDULE_DELAY": "1000",
        }
        instrument = pathlib.Path(sys.executable).parent / "opentelemetry-instrument"
        processes.append(subprocess.Popen(
            [str(instrument), sys.executable, "app.py"], cwd=checkout / service, env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    return processes


def wait_until_up():
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORTS['frontend']}/products", timeout=1).read()
            for service in ("checkout", "payment"):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{PORTS[service]}/healthz", timeout=1)
                except urllib.error.HTTPError:
                    pass
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("the shop did not come up")


def one_request(dice):
    base = f"http://127.0.0.1:{PORTS['frontend']}"
    kind = dice.random()
    skus = ["mug", "lamp", "chair"]
    if kind < 0.2:
        request = urllib.request.Request(f"{base}/products")
    elif kind < 0.5:
        request = urllib.request.Request(f"{base}/cart?sku={dice.choice(skus)}&sku={dice.choice(skus)}")
    else:
        number = dice.randrange(400)
        order = {
            "user": f"user-{number}", "plan": ["free", "free", "pro", "enterprise"][number % 4],
            "currency": dice.choices(["EUR", "USD", "GBP", "JPY"], [40, 30, 12, 18])[0],
            "lines": [{"sku": sku, "count": dice.randint(1, 3)} for sku in skus[: dice.randint(1, 3)]],
        }
        request = urllib.request.Request(
            f"{base}/checkout", json.dumps(order).encode(), {"Content-Type": "application/json"})
    try:
        urllib.request.urlopen(request, timeout=10).read()
    except urllib.error.HTTPError:
        pass


def load(seconds, dice):
    until, threads = time.time() + seconds, []
    while time.time() < until:
        thread = threading.Thread(target=one_request, args=(random.Random(dice.random()),))
        thread.start()
        threads.append(thread)
        time.sleep(1 / REQUESTS_PER_SECOND)
    for thread in threads:
        thread.join()


def run_deploy(name, tag, seconds, repository, scratch, dice):
    subprocess.run(["git", "-C", str(repository), "checkout", "--quiet", tag], check=True)
    revision = subprocess.run(
        ["git", "-C", str(repository), "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    began = time.time()
    processes = start_services(repository, tag, revision, scratch)
    wait_until_up()
    load(seconds, dice)
    time.sleep(1.5)
    for process in processes:
        process.send_signal(signal.SIGTERM)
    for process in processes:
        process.wait()
    print(f"{name}: {tag} at {revision[:7]}, {time.time() - began:.0f} s, {len(Sink.requests)} requests so far")
    return {"name": name, "version": tag[1:], "revision": revision, "start": began, "end": time.time()}


def write(deploys):
    target = HERE / "recording"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    began = deploys[0]["start"]
    entries, offset = [], 0
    with open(target / "requests.bin", "wb") as bodies:
        for when, path, encoding, body in sorted(Sink.requests, key=lambda request: request[0]):
            bodies.write(body)
            entries.append({
                "atSeconds": round(when - began, 3), "path": path, "encoding": encoding, "offset": offset,
                "length": len(body)})
            offset += len(body)
    for deploy in deploys:
        deploy["startSeconds"] = round(deploy.pop("start") - began, 3)
        deploy["endSeconds"] = round(deploy.pop("end") - began, 3)
    manifest = {
        "about": "OTLP/HTTP request bodies of the shop, recorded by record.py",
        "startUnixNano": str(int(began * 1e9)), "deploys": deploys, "requests": entries}
    (target / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")


def main():
    sink = http.server.ThreadingHTTPServer(("127.0.0.1", SINK), Sink)
    threading.Thread(target=sink.serve_forever, daemon=True).start()
    dice = random.Random(20261112)
    with tempfile.TemporaryDirectory() as temporary:
        scratch = pathlib.Path(sys.argv[1] if len(sys.argv) == 2 else temporary)
        shutil.rmtree(scratch / "shop", ignore_errors=True)
        subprocess.run([sys.executable, HERE / "build_history.py", scratch / "shop"], check=True)
        deploys = [run_deploy(*deploy, scratch / "shop", scratch, dice) for deploy in DEPLOYS]
    write(deploys)
    subprocess.run([sys.executable, HERE / "build_history.py", "--bundle", HERE / "shop.bundle"], check=True)


if __name__ == "__main__":
    main()
