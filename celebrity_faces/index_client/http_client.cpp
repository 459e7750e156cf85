#include "index_client/http_client.hpp"

#include <fmt/format.h>

#include "faces/error.hpp"

namespace faces {
namespace {

std::size_t append(const char* data, std::size_t size, std::size_t count, void* to) {
    static_cast<std::string*>(to)->append(data, size * count);
    return size * count;
}

bool is_base_url(std::string_view url) {
    constexpr std::string_view scheme = "http://";
    return url.starts_with(scheme) && url.size() > scheme.size() &&
           url.substr(scheme.size()).find_first_of("/?# ") == std::string_view::npos;
}

/// libcurl wants this before the first thread.
void initialise_curl() {
    static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (done != CURLE_OK) {
        throw Error(ErrorCode::internal, curl_easy_strerror(done));
    }
}

}  // namespace

HttpClient::HttpClient(std::string base) : base_(std::move(base)) {
    if (base_.ends_with('/')) {
        base_.pop_back();
    }
    if (!is_base_url(base_)) {
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("\"{}\" is not the address of an index: http://HOST:PORT is wanted", base_));
    }
    initialise_curl();
}

HttpClient::Handle HttpClient::take() const {
    const std::scoped_lock lock(mutex_);
    if (idle_.empty()) {
        return Handle(curl_easy_init());
    }
    Handle handle = std::move(idle_.back());
    idle_.pop_back();
    return handle;
}

HttpAnswer HttpClient::get(const std::string& path) const {
    return perform(path, nullptr);
}
HttpAnswer HttpClient::post(const std::string& path, const std::string& json) const {
    return perform(path, &json);
}

HttpAnswer HttpClient::perform(const std::string& path, const std::string* json) const {
    Handle handle = take();
    const std::string url = base_ + path;
    HttpAnswer answer;
    curl_easy_reset(handle.get());  // keeps the connection
    curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_PROXY,
                     "");  // an index is never behind the proxy of the environment
    curl_easy_setopt(handle.get(), CURLOPT_CONNECTTIMEOUT_MS, 3'000L);
    curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT_MS, 60'000L);
    curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &answer.body);
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
        curl_slist_append(curl_slist_append(nullptr, "Content-Type: application/json"), "Expect:"),
        curl_slist_free_all);
    if (json != nullptr) {
        curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
        curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, json->data());
        curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(json->size()));
    }
    const CURLcode result = curl_easy_perform(handle.get());
    if (result != CURLE_OK) {
        throw Error(ErrorCode::unavailable,
                    fmt::format("the index at {} does not answer: {}. Is `hnsw-index serve` running there?",
                                base_, curl_easy_strerror(result)));
    }
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &answer.status);
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(handle));
    return answer;
}

}  // namespace faces
