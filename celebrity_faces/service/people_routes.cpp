#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "faces/error.hpp"
#include "photo/decode.hpp"
#include "photo/encode.hpp"
#include "service/answers.hpp"
#include "service/input.hpp"
#include "service/routes.hpp"

namespace faces {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t max_id = (std::int64_t{1} << 53) - 1;
constexpr int face_picture_px = 256;

std::int64_t id_of(const http::Request& request) {
    return parse_integer("id", request.path_parameter("id"), 0, max_id);
}

std::size_t number(const http::Request& request, const char* name, std::int64_t otherwise, std::int64_t least,
                   std::int64_t most) {
    const auto text = request.query_value(name);
    return static_cast<std::size_t>(text ? parse_integer(name, *text, least, most) : otherwise);
}

http::Reply list_people(const ServiceParts& parts, const http::Request& request) {
    const People& people = parts.people;
    const auto text = request.query_value("q");
    const std::string query(text ? *text : std::string_view());
    const std::size_t offset = number(request, "offset", 0, 0, max_id);
    const std::size_t limit = number(request, "limit", 50, 1, 500);
    Json page = Json::array();
    for (const Person& person : people.list(query, offset, limit)) {
        page.push_back(person_answer(person, people.best_face(person.id), parts.lookalike.can_draw()));
    }
    return http::json_reply(Json{{"total", people.count(query)}, {"people", std::move(page)}}.dump());
}

http::Reply get_person(const ServiceParts& parts, const http::Request& request) {
    const People& people = parts.people;
    const PersonId id = id_of(request);
    const std::optional<Person> person = people.person(id);
    if (!person) {
        throw Error(ErrorCode::not_found, fmt::format("there is no person {}", id));
    }
    return http::json_reply(person_answer(*person, people.best_face(id), parts.lookalike.can_draw()).dump());
}

http::Reply jpeg_reply(const std::vector<std::uint8_t>& jpeg) {
    // A photo's bytes never change, but it may be removed: asked for again after five minutes.
    return {.content_type = "image/jpeg",
            .body = std::string(jpeg.begin(), jpeg.end()),
            .headers = {{"Cache-Control", "private, max-age=300"}}};
}

http::Reply get_photo(const ServiceParts& parts, const http::Request& request) {
    const PhotoId id = id_of(request);
    const auto bytes = parts.people.photo_bytes(id);
    if (!bytes) {
        throw Error(ErrorCode::not_found, fmt::format("there is no photo {}", id));
    }
    const auto face_text = request.query_value("face");
    if (!face_text) {
        return jpeg_reply(*bytes);
    }
    const FaceId face_id = parse_integer("face", *face_text, 0, max_id);
    const std::optional<StoredFace> face = parts.people.face(face_id);
    if (!face || face->photo != id) {
        throw Error(ErrorCode::not_found, fmt::format("photo {} has no face {}", id, face_id));
    }
    const Image photo = decode_photo(*bytes).image;
    return jpeg_reply(encode_jpeg(parts.aligner.portrait(photo, face->face, face_picture_px).image));
}

http::Reply get_drawn(const ServiceParts& parts, const http::Request& request) {
    return jpeg_reply(encode_jpeg(parts.lookalike.drawn_portrait(id_of(request)), Provenance::drawn));
}

}  // namespace

void add_people_routes(http::Router& router, const ServiceParts& parts) {
    router.add("GET", "/api/v1/people",
               [parts](http::Request& request) { return list_people(parts, request); });
    router.add("GET", "/api/v1/people/{id}",
               [parts](http::Request& request) { return get_person(parts, request); });
    router.add("GET", "/api/v1/people/{id}/drawn",
               [parts](http::Request& request) { return get_drawn(parts, request); });
    router.add("GET", "/api/v1/photos/{id}",
               [parts](http::Request& request) { return get_photo(parts, request); });
}

void add_operation_routes(http::Router& router, const ServiceParts& parts) {
    router.add("GET", "/healthz", [](http::Request&) { return http::text_reply("ok\n"); });
    router.add("GET", "/readyz", [parts](http::Request&) {
        if (!parts.ready()) {
            throw Error(ErrorCode::unavailable, "the gallery is being indexed: try again in a moment");
        }
        return http::json_reply(Json{{"status", "ready"},
                                     {"people", parts.people.count("")},
                                     {"faces", parts.index.size()},
                                     {"revision", parts.index.revision()}}
                                    .dump());
    });
    http::Metrics& metrics = router.metrics();
    metrics.gauge("celebrity_faces_indexed_faces", "Faces that are searched",
                  [&index = parts.index] { return static_cast<double>(index.size()); });
    metrics.gauge("celebrity_faces_people", "People of the gallery",
                  [&people = parts.people] { return static_cast<double>(people.count("")); });
}

}  // namespace faces
