#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "faces/error.hpp"
#include "http_kit/multipart.hpp"
#include "lookalike/view_names.hpp"
#include "photo/decode.hpp"
#include "photo/encode.hpp"
#include "photo/resize.hpp"
#include "service/answers.hpp"
#include "service/input.hpp"
#include "service/routes.hpp"

namespace faces {
namespace {

using Json = nlohmann::ordered_json;

std::span<const std::uint8_t> as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

struct MatchForm {
    std::string_view photo;
    MatchOptions options;
    const Detector* detector = nullptr;
};

const Detector* detector_named(const ServiceParts& parts, const std::string& name) {
    const auto found = parts.detectors.find(name);
    if (found != parts.detectors.end()) {
        return found->second;
    }
    std::vector<std::string> known;
    known.reserve(parts.detectors.size());
    for (const auto& entry : parts.detectors) {
        known.push_back(entry.first);
    }
    throw Error(ErrorCode::invalid_argument,
                fmt::format("detector \"{}\" is unknown: {} are known", name, fmt::join(known, " and ")));
}

MatchForm parse_form(const ServiceParts& parts, const std::vector<http::Part>& form) {
    MatchForm parsed;
    const http::Part* photo = http::find_part(form, "photo");
    if (photo == nullptr) {
        throw Error(ErrorCode::invalid_argument, "the form has no field \"photo\" with a picture");
    }
    parsed.photo = photo->bytes;
    if (const http::Part* views = http::find_part(form, "views")) {
        parsed.options.views = parse_views(views->bytes);
    }
    if (const http::Part* k = http::find_part(form, "k")) {
        parsed.options.k = static_cast<std::size_t>(parse_integer("k", k->bytes, 1, max_matches));
    }
    const http::Part* detector = http::find_part(form, "detector");
    parsed.detector =
        detector_named(parts, detector != nullptr ? std::string(detector->bytes) : parts.default_detector);
    return parsed;
}

/// Browsers other than Safari cannot draw HEIC.
Json preview(PhotoFormat format, const Image& image) {
    constexpr int preview_px = 1024;
    return format == PhotoFormat::heic ? Json(jpeg_data_url(fit_within(image, preview_px), 85))
                                       : Json(nullptr);
}

class StageMetrics {
  public:
    explicit StageMetrics(http::Metrics& metrics)
        : seconds_(metrics.histogram("celebrity_faces_stage_seconds", "Where a photo's time went", "stage")) {
    }

    void observe(const StageTimes& times) const {
        const auto stage = [&](const char* name, double ms) { seconds_.observe(name, ms / 1000); };
        stage("decode", times.decode);
        stage("detect", times.detect);
        stage("align", times.align);
        stage("embed", times.embed);
        stage("search", times.search);
    }

  private:
    http::Histogram& seconds_;
};

http::Reply match(const ServiceParts& parts, const StageMetrics& metrics, http::Request& request) {
    if (!parts.ready()) {
        throw Error(ErrorCode::unavailable, "the gallery is being indexed: try again in a moment");
    }
    const auto type = request.header("content-type");
    const auto form = http::parse_multipart(type ? *type : "", request.body);
    const MatchForm parsed = parse_form(parts, form);

    StageTimes times;
    const auto start = std::chrono::steady_clock::now();
    const Photo photo = decode_photo(as_bytes(parsed.photo));
    const PhotoFormat format = photo_format(as_bytes(parsed.photo));
    request.release_body();
    times.decode =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    const auto found = parts.lookalike.match(photo, *parsed.detector, parsed.options, &times);
    metrics.observe(times);

    Json faces = Json::array();
    for (const FaceMatches& face : found) {
        faces.push_back(face_answer(face, parts.lookalike.can_draw()));
    }
    return http::json_reply(Json{
        {"photo",
         {{"width", photo.original_width},
          {"height", photo.original_height},
          {"preview", preview(format, photo.image)}}},
        {"faces",
         std::move(faces)}}.dump());
}

http::Reply blend(const ServiceParts& parts, const http::Request& request) {
    const BlendRequest parsed = parse_blend_request(request.body);
    const Lookalike& lookalike = parts.lookalike;
    const bool drawn =
        parsed.kind == BlendKind::drawn || (parsed.kind == BlendKind::any && parsed.embedding &&
                                            lookalike.can_draw() && !lookalike.has_photo(parsed.person));
    const Image picture =
        drawn ? lookalike.draw(*parsed.embedding, parsed.person, {&parsed.t, 1}).front()
              : lookalike.blend(*parsed.portrait, parsed.person, parsed.person_face, parsed.t);
    const auto jpeg = encode_jpeg(picture, drawn ? Provenance::drawn : Provenance::morphed);
    return {.content_type = "image/jpeg",
            .body = std::string(jpeg.begin(), jpeg.end()),
            .headers = {{"Cache-Control", "no-store"}, {"Blend-Kind", drawn ? "drawn" : "photos"}}};
}

}  // namespace

void add_match_routes(http::Router& router, const ServiceParts& parts) {
    const StageMetrics metrics(router.metrics());
    // Heavy: as many photos are in memory at one time as the server has threads for them. The others wait as
    // the bytes that came, which are small.
    router.add(
        "POST", "/api/v1/matches",
        [parts, metrics](http::Request& request) { return match(parts, metrics, request); },
        http::Weight::heavy);
    router.add(
        "POST", "/api/v1/blends", [parts](http::Request& request) { return blend(parts, request); },
        http::Weight::heavy);
}

}  // namespace faces
