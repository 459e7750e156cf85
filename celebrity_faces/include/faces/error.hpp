#pragma once

#include <stdexcept>
#include <string>

namespace faces {

/// What went wrong, in kinds that a caller can act on. Each kind is one HTTP status and one problem type of
/// the API.
enum class ErrorCode {
    invalid_argument,   ///< a value from outside is wrong: the message names it and what is allowed
    unsupported_media,  ///< the bytes are not a picture of a supported format
    damaged_photo,      ///< a picture of a supported format that cannot be decoded to its end
    too_large,          ///< more bytes or pixels than the limits allow
    too_small,          ///< fewer pixels than the limits ask for
    no_face,            ///< a face is needed and none was found
    not_found,          ///< no such person, photo or file
    conflict,           ///< the data on disk contradicts the request: a newer schema, another embedder
    unavailable,        ///< a service or a file that is needed cannot be reached now
    internal,           ///< a defect of ours
};

/// The one exception type of celebrity_faces. The message is a sentence for people: it names the value and
/// the remedy.
class Error : public std::runtime_error {
  public:
    Error(ErrorCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
    [[nodiscard]] ErrorCode code() const noexcept { return code_; }

  private:
    ErrorCode code_;
};

}  // namespace faces
