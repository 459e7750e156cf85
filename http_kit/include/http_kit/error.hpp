#pragma once

#include <stdexcept>
#include <string>

namespace http {

/// What went wrong, in kinds that map to one status each.
enum class ErrorCode {
    invalid_request,    ///< 400: the request breaks the protocol or its body is not what it says to be
    not_found,          ///< 404
    unsupported_media,  ///< 415: a body of another type than the route takes
    too_large,          ///< 413
    unavailable,        ///< 503: busy, or something that is needed is absent for now
    cannot_listen,      ///< at start only: the address or the port is not to be had
};

/// The one exception type of http_kit. The message is a sentence for people and is shown to the client.
class Error : public std::runtime_error {
  public:
    Error(ErrorCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
    [[nodiscard]] ErrorCode code() const noexcept { return code_; }

  private:
    ErrorCode code_;
};

}  // namespace http
