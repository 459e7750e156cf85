#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "faces/blender.hpp"
#include "faces/detector.hpp"
#include "faces/embedder.hpp"
#include "faces/face_drawer.hpp"
#include "faces/match.hpp"
#include "faces/people.hpp"
#include "faces/vector_search.hpp"
#include "lookalike/similarity.hpp"

namespace faces {

inline constexpr std::size_t max_matches = 100;  ///< the most people that one view may ask for

struct MatchOptions {
    std::vector<View> views{View::aligned};
    std::size_t k = 5;  ///< people a view, from 1 to max_matches
};

/// Where the time of one photo went, in ms.
struct StageTimes {
    double decode = 0;  ///< filled by who decodes
    double detect = 0;
    double align = 0;  ///< chips, crops and portraits
    double embed = 0;
    double search = 0;  ///< the index, and the people of its hits

    [[nodiscard]] double total() const noexcept { return decode + detect + align + embed + search; }
};

/// The use case: the people whom the faces in a photo resemble, and a face that resembles both.
/// Holds references: what it is made of must outlive it. Without a drawer, which the default embedder alone
/// has, no face can be drawn. May be called from many threads at once.
class Lookalike {
  public:
    Lookalike(const Aligner& aligner, const Embedder& embedder, const VectorSearch& search,
              const People& people, const Blender& blender, const FaceDrawer* drawer,
              const Similarity& similarity)
        : aligner_(aligner),
          embedder_(embedder),
          search_(search),
          people_(people),
          blender_(blender),
          drawer_(drawer),
          similarity_(similarity) {}

    /// Every face of the photo, the largest first, each with its views in the order asked for; none where the
    /// detector finds none. Throws Error(invalid_argument) for k outside its range or no view.
    [[nodiscard]] std::vector<FaceMatches> match(const Photo& photo, const Detector& detector,
                                                 const MatchOptions& options,
                                                 StageTimes* times = nullptr) const;

    /// A face between a view's portrait (t = 0) and a face of the person (t = 1): the stored face that is
    /// named (Match::face, so that the blend is with the photo that was shown) where its photo may be shown,
    /// else the person's best. Throws Error: not_found for an unknown person or another person's face,
    /// no_face for a person of whom no photo may be shown, and what Blender::blend throws.
    [[nodiscard]] Image blend(const Chip& portrait, PersonId person, std::optional<FaceId> face,
                              double t) const;

    [[nodiscard]] bool can_draw() const noexcept { return drawer_ != nullptr; }
    /// Whether a photo of the person may be shown, so that `blend` has one.
    [[nodiscard]] bool has_photo(PersonId person) const { return people_.best_face(person).has_value(); }

    /// Faces drawn between a view's embedding (t = 0) and the person (t = 1), one for each t, in one batch.
    /// Throws Error: not_found for an unknown person, conflict where nothing can be drawn, and what between()
    /// and FaceDrawer::draw throw.
    [[nodiscard]] std::vector<Image> draw(const Embedding& embedding, PersonId person,
                                          std::span<const double> ts) const;
    /// The person alone, drawn. Throws what draw() throws.
    [[nodiscard]] Image drawn_portrait(PersonId person) const;

  private:
    [[nodiscard]] float distance_to_person(const Embedding& embedding, const Hit& hit) const;
    [[nodiscard]] std::vector<Match> nearest_people(const Embedding& embedding, std::size_t k) const;
    [[nodiscard]] Embedding drawable(PersonId person) const;
    [[nodiscard]] std::optional<StoredFace> shown_face(PersonId person, std::optional<FaceId> face) const;

    const Aligner& aligner_;
    const Embedder& embedder_;
    const VectorSearch& search_;
    const People& people_;
    const Blender& blender_;
    const FaceDrawer* drawer_;
    Similarity similarity_;
};

}  // namespace faces
