#include "blend/triangulation.hpp"

#include <algorithm>

namespace faces {
namespace {

/// Points are inserted one by one and illegal sides flipped (Lawson 1977; de Berg et al., "Computational
/// Geometry", section 9.3). It starts from the picture's own two halves: the usual triangle around everything
/// is not infinitely large, and so takes away thin triangles at the border, where foreheads and chins lie.
class Triangulation {
  public:
    explicit Triangulation(const Mesh& mesh) : mesh_(mesh.points) {
        const auto [top_left, top_right, bottom_right, bottom_left] = mesh.corners();
        triangles_ = {{top_left, top_right, bottom_right}, {top_left, bottom_right, bottom_left}};
        std::erase_if(triangles_, [this](const Triangle& t) { return doubled_area(t) == 0; });
        for (std::size_t point = 0; point < mesh_.size(); ++point) {
            insert(point);
        }
    }
    [[nodiscard]] std::vector<Triangle> triangles() && { return std::move(triangles_); }

  private:
    /// Exact, for the mesh's points lie on a grid: its sign never errs.
    [[nodiscard]] double doubled_area(const Triangle& t) const {
        return (mesh_[t[1]] - mesh_[t[0]]).cross(mesh_[t[2]] - mesh_[t[0]]);
    }

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
        *found = {a, b, p};
        triangles_.push_back({b, c, p});
        triangles_.push_back({c, a, p});
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
        const auto near = std::ranges::find(triangles_, Triangle{a, b, p});
        for (Triangle& other : triangles_) {
            // The neighbour runs along the side in the other direction.
            const auto start = std::ranges::find(other, b);
            const auto at = static_cast<std::size_t>(start - other.begin());
            if (start == other.end() || other[(at + 1) % 3] != a) {
                continue;
            }
            const std::size_t q = other[(at + 2) % 3];
            if (illegal(a, b, p, q) && doubled_area({a, q, p}) > 0 && doubled_area({q, b, p}) > 0) {
                *near = {a, q, p};
                other = {q, b, p};
                legalise(a, q, p);
                legalise(q, b, p);
            }
            return;
        }
        // No neighbour: a side of the picture. A point on it leaves nothing between them.
        if (doubled_area(*near) == 0) {
            triangles_.erase(near);
        }
    }

    const std::vector<cv::Point2d>& mesh_;
    std::vector<Triangle> triangles_;
};

}  // namespace

std::vector<Triangle> triangulate(const Mesh& mesh) {
    return Triangulation(mesh).triangles();
}

}  // namespace faces
