#include "request_gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <limits>
#include <utility>

namespace http {
namespace {

bool equals_lower(std::string_view text, std::string_view lower) noexcept {
    return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                      [](unsigned char a, char b) { return std::tolower(a) == b; });
}

RequestGate& gate_of(http_parser* parser) noexcept {
    return *static_cast<RequestGate*>(parser->data);
}

}  // namespace

RequestGate::RequestGate(std::size_t max_body_bytes, BodyBudget& budget)
    : max_body_bytes_(max_body_bytes), budget_(budget) {
    http_parser_init(&parser_, HTTP_REQUEST);
    parser_.data = this;
}

RequestGate::~RequestGate() {
    budget_.give_back(reserved_);
}

http_parser_settings RequestGate::callbacks() noexcept {
    http_parser_settings settings;
    http_parser_settings_init(&settings);
    settings.on_message_begin = [](http_parser* parser) {
        gate_of(parser).on_message_begin();
        return 0;
    };
    settings.on_url = [](http_parser* parser, const char* data, std::size_t size) {
        gate_of(parser).target_.append(data, size);
        return 0;
    };
    settings.on_header_field = [](http_parser* parser, const char* data, std::size_t size) {
        gate_of(parser).on_header_field(data, size);
        return 0;
    };
    settings.on_header_value = [](http_parser* parser, const char* data, std::size_t size) {
        gate_of(parser).value_.append(data, size);
        gate_of(parser).value_last_ = true;
        return 0;
    };
    settings.on_headers_complete = [](http_parser* parser) { return gate_of(parser).on_headers_complete(); };
    settings.on_body = [](http_parser* parser, const char*, std::size_t size) {
        return gate_of(parser).on_body(size);
    };
    settings.on_message_complete = [](http_parser* parser) {
        gate_of(parser).whole_ = true;
        gate_of(parser).continue_due_ = false;
        return 0;
    };
    return settings;
}

std::size_t RequestGate::admit(const char* data, std::size_t size) {
    static const auto settings = callbacks();
    const auto parsed = http_parser_execute(&parser_, &settings, data, size);
    const auto error = HTTP_PARSER_ERRNO(&parser_);
    // What follows the last request of a connection (`Connection: close`) is nobody's.
    if (error == HPE_OK || error == HPE_CLOSED_CONNECTION) return size;
    if (!refusal_) refusal_ = parse_problem();
    return parsed;
}

const char* RequestGate::method() const noexcept {
    return target_.empty() ? "-" : http_method_str(static_cast<http_method>(parser_.method));
}

void RequestGate::on_read() noexcept {
    const auto done = whole_ ? reserved_ : reserved_ - body_bytes_;
    budget_.give_back(done);
    reserved_ -= done;
}

void RequestGate::on_message_begin() {
    target_.clear();
    field_.clear();
    value_.clear();
    value_last_ = true;
    whole_ = false;
    expects_continue_ = false;
    body_bytes_ = 0;
}

void RequestGate::on_header_field(const char* data, std::size_t size) {
    if (value_last_) finish_header();
    value_last_ = false;
    field_.append(data, size);
}

void RequestGate::finish_header() {
    if (equals_lower(field_, "expect")) expects_continue_ = equals_lower(value_, "100-continue");
    field_.clear();
    value_.clear();
}

int RequestGate::on_headers_complete() {
    finish_header();
    // No other protocol is spoken here, so a wish for one is passed over (RFC 9110, section 7.8): the body
    // that follows counts as any other.
    parser_.upgrade = 0;
    const bool announced = parser_.content_length != std::numeric_limits<std::uint64_t>::max();
    if (announced && reserve(parser_.content_length) != 0) return -1;
    const bool since_1_1 = parser_.http_major == 1 && parser_.http_minor >= 1;
    continue_due_ = expects_continue_ && since_1_1;
    return 0;
}

int RequestGate::on_body(std::size_t size) {
    continue_due_ = false;
    const bool chunked = (parser_.flags & F_CHUNKED) != 0;
    return chunked ? reserve(size) : 0;
}

int RequestGate::reserve(std::uint64_t bytes) {
    if (bytes > max_body_bytes_ - body_bytes_) {
        refusal_ = Problem{413,
                           "too_large",
                           fmt::format("The request's body is larger than {} bytes.", max_body_bytes_),
                           {}};
        return -1;
    }
    if (!budget_.take(bytes)) {
        refusal_ = Problem{503,
                           "unavailable",
                           "The server holds too many uploads now: try again in a moment.",
                           {{"Retry-After", "1"}}};
        return -1;
    }
    body_bytes_ += bytes;
    reserved_ += bytes;
    return 0;
}

Problem RequestGate::parse_problem() const {
    const auto error = HTTP_PARSER_ERRNO(&parser_);
    if (error == HPE_HEADER_OVERFLOW) {
        return {431, "too_large", "The request's address and headers are larger than 80 kB.", {}};
    }
    return {400,
            "invalid_argument",
            fmt::format("This is not a request of HTTP/1.1: {}.", http_errno_description(error)),
            {}};
}

}  // namespace http
