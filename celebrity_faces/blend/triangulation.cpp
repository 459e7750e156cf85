#include "blend/triangulation.hpp"

#include <algorithm>

namespace faces {
namespace {

/// Points are inserted one by one and illegal sides flipped (Lawson 1977; de Berg et al., "Computational
/// Geometry", section 9.3). It starts from the picture's own two halves: the usual triangle around everything
/// is not infinitely large, and so takes away thin triangles at the border, where foreheads and chins lie.
class Triangulation {
  public:
    explicit Triangulation(const Mesh& mesh)
        : mesh_(mesh.points), at_side_(mesh_.size() * mesh_.size(), none) {
        const auto [top_left, top_right, bottom_right, bottom_left] = mesh.corners();
        for (const Triangle& half :
             {Triangle{top_left, top_right, bottom_right}, {top_left, bottom_right, bottom_left}}) {
            if (doubled_area(half) != 0) {
                put(triangles_.size(), half);
            }
        }
        for (std::size_t point = 0; point < mesh_.size(); ++point) {
            insert(point);
        }
    }
    [[nodiscard]] std::vector<Triangle> triangles() && { return std::move(triangles_); }

  private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    /// The place of the triangle that has the side ab in this direction; its neighbour has ba.
    [[nodiscard]] std::size_t& at_side(std::size_t a, std::size_t b) {
        return at_side_[a * mesh_.size() + b];
    }

    void put(std::size_t place, const Triangle& triangle) {
        if (place == triangles_.size()) {
            triangles_.emplace_back();
        }
        triangles_[place] = triangle;
        const auto& [a, b, c] = triangle;
        at_side(a, b) = at_side(b, c) = at_side(c, a) = place;
    }

    void remove(std::size_t place) {
        const auto [a, b, c] = triangles_[place];
        at_side(a, b) = at_side(b, c) = at_side(c, a) = none;
        if (place + 1 != triangles_.size()) {
            put(place, triangles_.back());
        }
        triangles_.pop_back();
    }

    [[nodiscard]] double doubled_area(const Triangle& t) const { return faces::doubled_area(mesh_, t); }

    [[nodiscard]] bool contains(const Triangle& t, std::size_t p) const {
        return doubled_area({t[0], t[1], p}) >= 0 && doubled_area({t[1], t[2], p}) >= 0 &&
               doubled_area({t[2], t[0], p}) >= 0;
    }

    void insert(std::size_t p) {
        const auto found =
            std::ranges::find_if(triangles_, [&](const Triangle& t) { return contains(t, p); });
        if (found == triangles_.end() ||
            std::ranges::any_of(*found, [&](std::size_t corner) { return mesh_[corner] == mesh_[p]; })) {
            return;
        }
        const auto [a, b, c] = *found;
        put(static_cast<std::size_t>(found - triangles_.begin()), {a, b, p});
        put(triangles_.size(), {b, c, p});
        put(triangles_.size(), {c, a, p});
        legalise(a, b, p);
        legalise(b, c, p);
        legalise(c, a, p);
    }

    /// Whether q lies inside of the circle through a, b and p, on the other side of ab: the angles at p and q
    /// then make more than 180 degrees together. True for a p on ab itself.
    [[nodiscard]] bool illegal(std::size_t a, std::size_t b, std::size_t p, std::size_t q) const {
        const cv::Point2d pa = mesh_[a] - mesh_[p], pb = mesh_[b] - mesh_[p];
        const cv::Point2d qa = mesh_[a] - mesh_[q], qb = mesh_[b] - mesh_[q];
        return pa.cross(pb) * qb.dot(qa) + pa.dot(pb) * qb.cross(qa) < 0;
    }

    /// Flips the side ab of the triangle a b p where that is illegal, and then what it met. Each flip gives p
    /// one more neighbour, so it ends.
    void legalise(std::size_t a, std::size_t b, std::size_t p) {
        const std::size_t near = at_side(a, b), other = at_side(b, a);
        if (other == none) {
            // A side of the picture. A point on it leaves nothing between them.
            if (doubled_area(triangles_[near]) == 0) {
                remove(near);
            }
            return;
        }
        const auto& corners = triangles_[other];
        const std::size_t q = *std::ranges::find_if(corners, [&](std::size_t c) { return c != a && c != b; });
        if (illegal(a, b, p, q) && doubled_area({a, q, p}) > 0 && doubled_area({q, b, p}) > 0) {
            at_side(a, b) = at_side(b, a) = none;
            put(near, {a, q, p});
            put(other, {q, b, p});
            legalise(a, q, p);
            legalise(q, b, p);
        }
    }

    const std::vector<cv::Point2d>& mesh_;
    std::vector<Triangle> triangles_;
    std::vector<std::size_t> at_side_;  // by both ends
};

}  // namespace

std::vector<Triangle> triangulate(const Mesh& mesh) {
    return Triangulation(mesh).triangles();
}

}  // namespace faces
