#pragma once
#include <curl/curl.h>
/* Non-variadic wrappers: Swift cannot call C's variadic functions. */
typedef size_t (*ccurl_write_function)(char *bytes, size_t size, size_t count, void *context);
CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value);
CURLcode ccurl_set_offset(CURL *handle, CURLoption option, curl_off_t value);
CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value);
CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode ccurl_set_write_function(CURL *handle, CURLoption option, ccurl_write_function function);
CURLcode ccurl_get_pointer(CURL *handle, CURLINFO info, void **value);
CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value);
CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value);
/* CURLMsg.data is a C union, which Swift cannot read. */
CURLcode ccurl_message_result(const CURLMsg *message);
