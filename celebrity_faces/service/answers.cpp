#include "service/answers.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "lookalike/quality.hpp"
#include "lookalike/rounding.hpp"
#include "lookalike/view_names.hpp"
#include "photo/encode.hpp"

namespace faces {
namespace {

using Json = nlohmann::ordered_json;

Json landmarks_answer(const Landmarks& landmarks) {
    Json points = Json::array();
    for (const Point& point : landmarks) {
        points.push_back({rounded(point.x, 2), rounded(point.y, 2)});
    }
    return points;
}

Json drawn_url(PersonId person, bool can_draw) {
    return can_draw ? Json(fmt::format("/api/v1/people/{}/drawn", person)) : Json(nullptr);
}

Json match_answer(const Match& match, bool can_draw) {
    return {{"person", {{"id", match.person}, {"name", match.name}}},
            {"distance", rounded(match.distance, 4)},
            {"similarity", rounded(match.similarity, 1)},
            {"face", match.face},
            {"photo", match.photo ? Json(photo_url(*match.photo, match.face)) : Json(nullptr)},
            {"drawn", drawn_url(match.person, can_draw)}};
}

Json view_answer(const ViewMatches& view, bool can_draw) {
    Json matches = Json::array();
    for (const Match& match : view.matches) {
        matches.push_back(match_answer(match, can_draw));
    }
    Json embedding = Json::array();
    for (const float value : view.embedding) {
        embedding.push_back(rounded(value, 6));
    }
    return {{"view", view_name(view.view)},
            {"embedding", std::move(embedding)},
            {"portrait",
             {{"image", jpeg_data_url(view.portrait.image)},
              {"landmarks", landmarks_answer(view.portrait.landmarks)}}},
            {"matches", std::move(matches)}};
}

}  // namespace

std::string photo_url(PhotoId photo, std::optional<FaceId> face) {
    return face ? fmt::format("/api/v1/photos/{}?face={}", photo, *face)
                : fmt::format("/api/v1/photos/{}", photo);
}

Json quality_answer(const FaceQuality& quality) {
    Json notes = Json::array();
    for (const QualityNote note : quality.notes) {
        notes.push_back(note_name(note));
    }
    return {{"eyes_px", rounded(quality.eyes_px, 1)},
            {"sharpness", rounded(quality.sharpness, 3)},
            {"yaw", rounded(quality.yaw, 0)},
            {"roll", rounded(quality.roll, 0)},
            {"brightness", rounded(quality.brightness, 2)},
            {"contrast", rounded(quality.contrast, 2)},
            {"notes", std::move(notes)}};
}

Json face_answer(const FaceMatches& face, bool can_draw) {
    const Box& box = face.face.box;
    Json views = Json::array();
    for (const ViewMatches& view : face.views) {
        views.push_back(view_answer(view, can_draw));
    }
    return {{"box",
             {{"x", rounded(box.x, 1)},
              {"y", rounded(box.y, 1)},
              {"width", rounded(box.width, 1)},
              {"height", rounded(box.height, 1)}}},
            {"score", rounded(face.face.score, 3)},
            {"quality", quality_answer(face.quality)},
            {"landmarks", landmarks_answer(face.face.landmarks)},
            {"views", std::move(views)}};
}

Json person_answer(const Person& person, const std::optional<StoredFace>& best, bool can_draw) {
    Json photos = Json::array();
    for (const PersonPhoto& photo : person.photos) {
        Json entry{{"id", photo.id},
                   {"url", photo_url(photo.id, {})},
                   {"width", photo.width},
                   {"height", photo.height}};
        if (!photo.link.empty()) {
            entry["link"] = photo.link;
        }
        if (!photo.licence.empty()) {
            entry["licence"] = photo.licence;
        }
        if (!photo.credit.empty()) {
            entry["credit"] = photo.credit;
        }
        photos.push_back(std::move(entry));
    }
    return {{"id", person.id},
            {"name", person.name},
            {"builtin", person.builtin},
            {"portrait", best && best->photo ? Json(photo_url(*best->photo, best->id)) : Json(nullptr)},
            {"drawn", drawn_url(person.id, can_draw)},
            {"photos", std::move(photos)}};
}

}  // namespace faces
