#include "cli/match_pictures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <system_error>

#include "cli/write_file.hpp"
#include "lookalike/view_names.hpp"
#include "photo/encode.hpp"
#include "photo/resize.hpp"

namespace faces {
namespace {

constexpr int max_side_px = 1600;

/// The face like both: from the photos, or drawn where no photo of the person may be shown.
void write_like(const std::filesystem::path& file, const ViewMatches& view, const Match& match,
                const Lookalike& lookalike) {
    constexpr double middle = 0.5;
    if (lookalike.has_photo(match.person)) {
        write_file(file, encode_jpeg(lookalike.blend(view.portrait, match.person, match.face, middle),
                                     Provenance::morphed));
    } else if (lookalike.can_draw()) {
        write_file(file, encode_jpeg(lookalike.draw(view.embedding, match.person, {&middle, 1}).front(),
                                     Provenance::drawn));
    }
}

void draw_box(Image& image, const Box& box, double scale) {
    constexpr std::array<std::uint8_t, 3> colour{255, 196, 0};
    constexpr int line_px = 3;
    const auto place = [&](double value) { return static_cast<int>(std::lround(value * scale)); };
    const int left = place(box.x), top = place(box.y), right = place(box.x + box.width),
              bottom = place(box.y + box.height);
    for (int y = std::max(0, top); y < std::min(image.height, bottom); ++y) {
        for (int x = std::max(0, left); x < std::min(image.width, right); ++x) {
            if (std::min({x - left, right - 1 - x, y - top, bottom - 1 - y}) >= line_px) {
                continue;
            }
            std::ranges::copy(colour, image.row(y) + static_cast<std::ptrdiff_t>(x) * 3);
        }
    }
}

}  // namespace

std::vector<std::string> picture_names(const std::vector<std::string>& files) {
    std::vector<std::string> names;
    std::set<std::string> taken;
    for (const std::string& file : files) {
        const std::string stem = std::filesystem::path(file).stem().string();
        std::string name = stem;
        for (int i = 2; !taken.insert(name).second; ++i) {
            name = fmt::format("{}-{}", stem, i);
        }
        names.push_back(name);
    }
    return names;
}

void write_match_pictures(const std::filesystem::path& folder, const std::string& stem, const Photo& photo,
                          const std::vector<FaceMatches>& faces, const Lookalike& lookalike) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    Image boxed = fit_within(photo.image, max_side_px);
    for (const FaceMatches& face : faces) {
        draw_box(boxed, face.face.box, static_cast<double>(boxed.width) / photo.original_width);
    }
    write_file(folder / (stem + "-faces.jpg"), encode_jpeg(boxed));
    for (std::size_t i = 0; i < faces.size(); ++i) {
        for (const ViewMatches& view : faces[i].views) {
            const std::string name = fmt::format("{}-face{}-{}", stem, i + 1, view_name(view.view));
            write_file(folder / (name + ".jpg"), encode_jpeg(view.portrait.image));
            if (view.matches.empty()) {
                continue;
            }
            const Match& nearest = view.matches.front();
            write_like(folder / fmt::format("{}-like-{}.jpg", name, nearest.person), view, nearest,
                       lookalike);
        }
    }
}

}  // namespace faces
