#include "gallery/unlike_photos.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <cmath>
#include <limits>
#include <thread>
#include <unordered_map>
#include <unordered_set>

namespace faces {
namespace {

/// Partial sums that the compiler keeps in vector registers; rows are filled up with zeros to a multiple.
constexpr std::size_t lanes = 16;
/// Faces that are compared with each row while it is in the cache: 13,000 rows are larger than it is.
constexpr std::size_t tile_size = 32;
/// Faces between two reports of progress: a tenth of a second's work among 13,000.
constexpr std::size_t chunk_size = 1024;

/// Embeddings row by row.
class Rows {
  public:
    explicit Rows(std::span<const IndexedFace> faces)
        : width_(faces.empty() ? 0 : (faces[0].embedding.size() + lanes - 1) / lanes * lanes),
          values_(faces.size() * width_) {
        for (std::size_t i = 0; i < faces.size(); ++i) {
            assert(faces[i].embedding.size() == faces[0].embedding.size());
            std::copy(faces[i].embedding.begin(), faces[i].embedding.end(),
                      values_.begin() + static_cast<std::ptrdiff_t>(i * width_));
        }
    }

    [[nodiscard]] float squared_distance(std::size_t a, std::size_t b) const noexcept {
        const float* row_a = values_.data() + a * width_;
        const float* row_b = values_.data() + b * width_;
        std::array<float, lanes> sums{};
        for (std::size_t i = 0; i < width_; i += lanes)
            for (std::size_t lane = 0; lane < lanes; ++lane) {
                const float difference = row_a[i + lane] - row_b[i + lane];
                sums[lane] += difference * difference;
            }
        float sum = 0;
        for (const float part : sums) sum += part;
        return sum;
    }

  private:
    std::size_t width_;
    std::vector<float> values_;
};

/// A face to be looked at, and what was found nearest to it.
struct Looked {
    std::size_t face = 0;                                     // its place
    std::size_t others = 0;                                   // of its person
    float own = std::numeric_limits<float>::infinity();       // squared distance
    float somebody = std::numeric_limits<float>::infinity();  // squared distance
    PersonId nearest = 0;                                     // somebody
};

std::vector<Looked> faces_to_look_at(std::span<const IndexedFace> faces,
                                     const std::vector<FaceId>& newcomers) {
    const std::unordered_set<FaceId> came(newcomers.begin(), newcomers.end());
    std::unordered_map<PersonId, std::size_t> counts;
    std::unordered_set<PersonId> people;
    for (const IndexedFace& face : faces) {
        ++counts[face.person];
        if (came.empty() || came.contains(face.face)) people.insert(face.person);
    }
    std::vector<Looked> looked;
    for (std::size_t i = 0; i < faces.size(); ++i) {
        const std::size_t count = counts[faces[i].person];
        if (count > 1 && people.contains(faces[i].person)) looked.push_back({i, count - 1});
    }
    return looked;
}

void find_nearest(std::span<const IndexedFace> faces, const Rows& rows, std::span<Looked> tile) {
    for (std::size_t i = 0; i < faces.size(); ++i)
        for (Looked& looked : tile) {
            if (looked.face == i) continue;
            const float distance = rows.squared_distance(looked.face, i);
            if (faces[i].person == faces[looked.face].person) {
                looked.own = std::min(looked.own, distance);
            } else if (distance < looked.somebody) {
                looked.somebody = distance;
                looked.nearest = faces[i].person;
            }
        }
}

void find_nearest_by_threads(std::span<const IndexedFace> faces, const Rows& rows, std::span<Looked> chunk,
                             unsigned threads) {
    std::atomic<std::size_t> next = 0;
    std::vector<std::jthread> workers;
    for (unsigned t = 0; t < threads; ++t)
        workers.emplace_back([&] {
            for (std::size_t i = next++ * tile_size; i < chunk.size(); i = next++ * tile_size)
                find_nearest(faces, rows, chunk.subspan(i, std::min(tile_size, chunk.size() - i)));
        });
}

std::string counted_others(const UnlikePhoto& photo) {
    return photo.others == 1 ? "this person's other photo"
                             : fmt::format("this person's other {} photos", photo.others);
}

}  // namespace

std::vector<UnlikePhoto> unlike_photos(std::span<const IndexedFace> faces, const UnlikeOptions& options) {
    const Rows rows(faces);
    std::vector<Looked> all = faces_to_look_at(faces, options.newcomers);
    const unsigned threads =
        options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    const double limit_to_somebody = options.same_person_distance(faces.size());
    std::vector<UnlikePhoto> found;
    for (std::size_t first = 0; first < all.size() && !options.stop.stop_requested(); first += chunk_size) {
        const auto chunk = std::span(all).subspan(first, std::min(chunk_size, all.size() - first));
        find_nearest_by_threads(faces, rows, chunk, threads);
        for (const Looked& looked : chunk) {
            const IndexedFace& face = faces[looked.face];
            UnlikePhoto photo{face.face, face.person, looked.others, false, {}};
            photo.unlike_others = std::sqrt(looked.own) > options.same_person_distance(looked.others);
            if (looked.somebody < looked.own && std::sqrt(looked.somebody) <= limit_to_somebody)
                photo.looks_like = looked.nearest;
            if (photo.unlike_others || photo.looks_like) found.push_back(photo);
        }
        if (options.progress) options.progress(first + chunk.size(), all.size());
    }
    return found;
}

std::string reason_text(const UnlikePhoto& photo, const std::string& looks_like) {
    if (!photo.unlike_others)
        return fmt::format("looks like {}, more than like {}", looks_like, counted_others(photo));
    return fmt::format("looks no more like {} than a stranger does{}", counted_others(photo),
                       photo.looks_like ? ", and like " + looks_like : "");
}

}  // namespace faces
