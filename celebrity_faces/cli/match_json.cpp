#include "cli/match_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "lookalike/rounding.hpp"
#include "lookalike/view_names.hpp"
#include "service/answers.hpp"

namespace faces {
namespace {

using Json = nlohmann::ordered_json;

Json box_json(const Box& box) {
    const auto whole = [](double value) { return std::lround(value); };
    return {
        {"x", whole(box.x)}, {"y", whole(box.y)}, {"width", whole(box.width)}, {"height", whole(box.height)}};
}

Json match_json(const Match& match, const PhotoPlace& photo_place) {
    const std::optional<std::string> photo = photo_place(match);
    return {{"person", {{"id", match.person}, {"name", match.name}}},
            {"distance", rounded(match.distance, 4)},
            {"similarity", rounded(match.similarity, 1)},
            {"photo", photo ? Json(*photo) : Json(nullptr)}};
}

}  // namespace

Json match_json(const std::string& file, const std::vector<FaceMatches>& faces,
                const PhotoPlace& photo_place) {
    Json json{{"file", file}, {"error", nullptr}, {"faces", Json::array()}};
    for (const FaceMatches& face : faces) {
        Json views = Json::array();
        for (const ViewMatches& view : face.views) {
            Json matches = Json::array();
            for (const Match& match : view.matches) {
                matches.push_back(match_json(match, photo_place));
            }
            views.push_back({{"view", view_name(view.view)}, {"matches", std::move(matches)}});
        }
        json["faces"].push_back({{"box", box_json(face.face.box)},
                                 {"score", rounded(face.face.score, 3)},
                                 {"quality", quality_answer(face.quality)},
                                 {"views", std::move(views)}});
    }
    return json;
}

Json match_error_json(const std::string& file, const std::string& error) {
    return {{"file", file}, {"error", error}, {"faces", Json::array()}};
}

}  // namespace faces
