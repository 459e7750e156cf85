#include "lookalike/lookalike.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "faces/error.hpp"
#include "lookalike/between.hpp"
#include "lookalike/quality.hpp"
#include "lookalike/views.hpp"
#include "photo/decode.hpp"

namespace faces {
namespace {

/// Adds the time of its life to a stage.
class StageTimer {
  public:
    explicit StageTimer(double* sum_ms) : sum_ms_(sum_ms) {}
    StageTimer(const StageTimer&) = delete;
    StageTimer& operator=(const StageTimer&) = delete;
    ~StageTimer() {
        if (sum_ms_ != nullptr) {
            *sum_ms_ +=
                std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start_).count();
        }
    }

  private:
    double* sum_ms_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

template <typename Work>
auto timed(StageTimes* times, double StageTimes::*stage, const Work& work) {
    const StageTimer timer(times != nullptr ? &(times->*stage) : nullptr);
    return work();
}

void check(const MatchOptions& options) {
    if (options.k < 1 || options.k > max_matches) {
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("k is {}: 1 to {} are allowed", options.k, max_matches));
    }
    if (options.views.empty()) {
        throw Error(ErrorCode::invalid_argument, "no view is asked for");
    }
}

}  // namespace

/// A person's several photos answer together: half by the nearest, half by their mean (docs/decisions/010).
float Lookalike::distance_to_person(const Embedding& embedding, const Hit& hit) const {
    const std::optional<Embedding> mean = people_.mean_embedding(hit.person);
    // Another length: the store was brought to another network a moment ago, and not yet the index.
    if (!mean || mean->size() != embedding.size()) {
        return hit.distance;
    }
    double squared = 0;
    for (std::size_t i = 0; i < embedding.size(); ++i) {
        squared += (embedding[i] - (*mean)[i]) * (embedding[i] - (*mean)[i]);
    }
    return (hit.distance + static_cast<float>(std::sqrt(squared))) / 2;
}

std::vector<Match> Lookalike::nearest_people(const Embedding& embedding, std::size_t k) const {
    std::vector<Match> matches;
    const std::size_t faces = search_.size();
    // By their nearest photo alone people come in nearly the same order: five more, and the first five are
    // those of a search through all, in LFW without exception.
    constexpr std::size_t more = 5;
    std::vector<Hit> hits = search_.search(embedding, k + more);
    for (Hit& hit : hits) {
        hit.distance = distance_to_person(embedding, hit);
    }
    std::ranges::stable_sort(hits, {}, &Hit::distance);
    for (const Hit& hit : hits) {
        if (matches.size() == k) {
            break;
        }
        const std::optional<Person> person = people_.person(hit.person);
        // Removed from the store a moment ago, and not yet from the index.
        if (!person) {
            continue;
        }
        const std::optional<StoredFace> face = people_.face(hit.face);
        matches.push_back({.person = hit.person,
                           .name = person->name,
                           .distance = hit.distance,
                           .similarity = similarity_.per_cent(hit.distance, faces),
                           .photo = face ? face->photo : std::nullopt,
                           .face = hit.face});
    }
    return matches;
}

std::vector<FaceMatches> Lookalike::match(const Photo& photo, const Detector& detector,
                                          const MatchOptions& options, StageTimes* times) const {
    check(options);
    const auto found = timed(times, &StageTimes::detect, [&] { return detector.detect(photo.image); });
    std::vector<FaceMatches> answer;
    std::optional<Embedding> whole;  // of the whole photo: the same for each of its faces
    for (const Face& face : found) {
        FaceMatches& matches = answer.emplace_back(
            FaceMatches{scaled(face, photo.scale()),
                        timed(times, &StageTimes::align,
                              [&] { return measure_quality(photo.image, face, aligner_, photo.scale()); }),
                        {}});
        for (const View view : options.views) {
            ViewPictures pictures = timed(times, &StageTimes::align, [&] {
                return view_pictures(view, photo.image, face, aligner_, embedder_.input_size());
            });
            Embedding embedding = timed(times, &StageTimes::embed, [&] {
                if (view == View::whole && whole) {
                    return *whole;
                }
                return embedder_.embed({&pictures.chip, 1}).front();
            });
            if (view == View::whole) {
                whole = embedding;
            }
            auto people =
                timed(times, &StageTimes::search, [&] { return nearest_people(embedding, options.k); });
            matches.views.push_back(
                {view, std::move(embedding), std::move(pictures.portrait), std::move(people)});
        }
    }
    return answer;
}

std::optional<StoredFace> Lookalike::shown_face(PersonId person, std::optional<FaceId> id) const {
    if (id) {
        const std::optional<StoredFace> face = people_.face(*id);
        if (face && face->person != person) {
            throw Error(ErrorCode::not_found, fmt::format("face {} is not of person {}", *id, person));
        }
        // A face that was removed since the answer, or whose photo may not be shown: another of the person's.
        if (face && face->photo) {
            return face;
        }
    }
    return people_.best_face(person);
}

Image Lookalike::blend(const Chip& portrait, PersonId id, std::optional<FaceId> face_id, double t) const {
    const std::optional<Person> person = people_.person(id);
    if (!person) {
        throw Error(ErrorCode::not_found, fmt::format("there is no person {}", id));
    }
    const std::optional<StoredFace> face = shown_face(id, face_id);
    const auto bytes = face && face->photo ? people_.photo_bytes(*face->photo) : std::nullopt;
    if (!bytes) {
        throw Error(
            ErrorCode::no_face,
            fmt::format("a face like both needs a photo of {}, and the gallery has none that may be shown",
                        person->name));
    }
    const Image photo = decode_photo(*bytes).image;
    return blender_.blend(portrait, aligner_.portrait(photo, face->face, portrait_px), t);
}

Embedding Lookalike::drawable(PersonId id) const {
    if (drawer_ == nullptr) {
        throw Error(ErrorCode::conflict, fmt::format("no face can be drawn from embeddings of {}: the "
                                                     "default network's alone are known to the generator",
                                                     embedder_.info().name));
    }
    std::optional<Embedding> embedding = people_.embedding(id);
    if (!embedding) {
        throw Error(ErrorCode::not_found, fmt::format("there is no person {}", id));
    }
    return *std::move(embedding);
}

std::vector<Image> Lookalike::draw(const Embedding& embedding, PersonId person,
                                   std::span<const double> ts) const {
    const Embedding other = drawable(person);
    std::vector<Embedding> points;
    points.reserve(ts.size());
    for (const double t : ts) {
        points.push_back(between(embedding, other, t));
    }
    return drawer_->draw(points);
}

Image Lookalike::drawn_portrait(PersonId person) const {
    const Embedding embedding = drawable(person);
    return std::move(drawer_->draw({&embedding, 1}).front());
}

}  // namespace faces
