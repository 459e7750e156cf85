#pragma once

#include <curl/curl.h>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace faces {

struct HttpAnswer {
    long status = 0;
    std::string body;
};

/// Requests to one server, over connections that are kept open. May be used from many threads at once.
class HttpClient {
  public:
    /// `base`: "http://HOST:PORT", without a path. Throws Error(invalid_argument) for anything else.
    explicit HttpClient(std::string base);

    [[nodiscard]] const std::string& base() const noexcept { return base_; }

    // Throw Error(unavailable) where the server cannot be reached or takes longer than 60 s.
    [[nodiscard]] HttpAnswer get(const std::string& path) const;
    [[nodiscard]] HttpAnswer post(const std::string& path, const std::string& json) const;

  private:
    struct Cleanup {
        void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    };
    using Handle = std::unique_ptr<CURL, Cleanup>;
    [[nodiscard]] Handle take() const;
    [[nodiscard]] HttpAnswer perform(const std::string& path, const std::string* json) const;

    std::string base_;
    mutable std::mutex mutex_;
    mutable std::vector<Handle> idle_;  // guarded by mutex_
};

}  // namespace faces
