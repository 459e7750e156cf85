#include "service/input.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "faces/error.hpp"
#include "photo/decode.hpp"
#include "photo/encode.hpp"

namespace faces {
namespace {

using Json = nlohmann::json;

[[noreturn]] void refuse(const std::string& message) {
    throw Error(ErrorCode::invalid_argument, message);
}

/// A picture that a match answered has 256 px a side; others may be somewhat larger.
constexpr PhotoLimits portrait_limits{.max_bytes = 2'000'000, .max_pixels = 1'100'000, .min_side_px = 32};

const Json& member(const Json& object, const char* name, const char* path) {
    if (!object.is_object() || !object.contains(name)) {
        refuse(fmt::format("\"{}\" is missing", path));
    }
    return object[name];
}

std::int64_t whole_number(const Json& value, const char* name) {
    if (!value.is_number_integer()) {
        refuse(fmt::format("\"{}\" is {}: a whole number is wanted", name, value.dump()));
    }
    return value.get<std::int64_t>();
}

double coordinate(const Json& value, int limit) {
    // Landmarks may lie a little outside of the picture.
    if (!value.is_number() || std::abs(value.get<double>()) > 4.0 * limit) {
        refuse(fmt::format("\"face.portrait.landmarks\" has {}: a number in the picture's pixels is wanted",
                           value.dump()));
    }
    return value.get<double>();
}

Landmarks landmarks(const Json& points, const Image& image) {
    Landmarks landmarks;
    if (!points.is_array() || points.size() != landmarks.size()) {
        refuse(fmt::format("\"face.portrait.landmarks\" has {} points, 5 are wanted",
                           points.is_array() ? points.size() : 0));
    }
    for (std::size_t i = 0; i < landmarks.size(); ++i) {
        if (!points[i].is_array() || points[i].size() != 2) {
            refuse(
                fmt::format("\"face.portrait.landmarks\" has {}: a point is two numbers", points[i].dump()));
        }
        landmarks[i] = {coordinate(points[i][0], image.width), coordinate(points[i][1], image.height)};
    }
    return landmarks;
}

BlendKind blend_kind(const Json& json) {
    const Json kind = json.is_object() ? json.value("kind", Json("any")) : Json("any");
    if (kind == "any") {
        return BlendKind::any;
    }
    if (kind == "photos") {
        return BlendKind::photos;
    }
    if (kind == "drawn") {
        return BlendKind::drawn;
    }
    refuse(fmt::format("\"kind\" is {}: any, photos or drawn is wanted", kind.dump()));
}

Embedding embedding(const Json& values) {
    constexpr std::size_t most = 4096;
    if (!values.is_array() || values.empty() || values.size() > most) {
        refuse("\"face.embedding\" is not a list of numbers: send the match's");
    }
    Embedding embedding;
    for (const Json& value : values) {
        if (!value.is_number()) {
            refuse(fmt::format("\"face.embedding\" has {}: a number is wanted", value.dump()));
        }
        embedding.push_back(value.get<float>());
    }
    return embedding;
}

Chip portrait_chip(const Json& portrait) {
    const Json& image = member(portrait, "image", "face.portrait.image");
    if (!image.is_string()) {
        refuse("\"face.portrait.image\" is not a text");
    }
    Photo photo = decode_photo(data_url_bytes(image.get<std::string>()), portrait_limits);
    if (photo.image.width != photo.original_width) {  // a large JPEG was reduced, and with it every landmark
        throw Error(ErrorCode::too_large,
                    fmt::format("\"face.portrait.image\" has {} x {} pixels, at most {:.1f} "
                                "megapixels are taken: send the picture of the match",
                                photo.original_width, photo.original_height,
                                static_cast<double>(portrait_limits.max_pixels) / 1e6));
    }
    Chip chip{.image = std::move(photo.image), .landmarks = {}};
    chip.landmarks = landmarks(member(portrait, "landmarks", "face.portrait.landmarks"), chip.image);
    return chip;
}

}  // namespace

std::int64_t parse_integer(std::string_view name, std::string_view text, std::int64_t least,
                           std::int64_t most) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least || value > most) {
        refuse(fmt::format("{} is \"{}\": a whole number from {} to {} is wanted", name, text, least, most));
    }
    return value;
}

BlendRequest parse_blend_request(std::string_view body) {
    Json json;
    try {
        json = Json::parse(body);
    } catch (const Json::exception& error) {  // also a number that no double holds
        refuse(fmt::format("the body is not JSON: {}", error.what()));
    }
    BlendRequest request;
    request.kind = blend_kind(json);
    request.person = whole_number(member(json, "person", "person"), "person");
    if (json.contains("person_face")) {
        request.person_face = whole_number(json["person_face"], "person_face");
    }
    const Json& face = member(json, "face", "face");
    if (face.is_object() && (face.contains("embedding") || request.kind == BlendKind::drawn)) {
        request.embedding = embedding(member(face, "embedding", "face.embedding"));
    }
    if (request.kind != BlendKind::drawn) {
        request.portrait = portrait_chip(member(face, "portrait", "face.portrait"));
    }
    if (json.contains("t")) {
        const Json& t = json["t"];
        if (!t.is_number() || !(t.get<double>() >= 0 && t.get<double>() <= 1)) {
            refuse(fmt::format("\"t\" is {}: a number from 0 to 1 is wanted", t.dump()));
        }
        request.t = t.get<double>();
    }
    return request;
}

}  // namespace faces
