#include "scenes.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <random>

#include "photo/decode.hpp"
#include "photo/encode.hpp"

namespace faces {
namespace {

constexpr int scene_width = 1024;
constexpr int scene_height = 768;

/// The standard's distributions differ between libraries: these do not.
class Dice {
  public:
    Dice(std::uint64_t seed, std::uint64_t number) : engine_(seed * 1'000'003 + number) {}
    double uniform(double from, double to) {
        return from + (to - from) * (static_cast<double>(engine_() >> 11) * 0x1.0p-53);
    }
    std::size_t below(std::size_t count) {
        return static_cast<std::size_t>(uniform(0, static_cast<double>(count)));
    }
    bool chance(double part) { return uniform(0, 1) < part; }

  private:
    std::mt19937_64 engine_;
};

cv::Mat as_mat(Image& image) {
    return {image.height, image.width, CV_8UC3, image.pixels.data()};
}

Image load(const std::filesystem::path& file) {
    return decode_photo(read_photo_file(file)).image;
}

std::vector<std::filesystem::path> photos_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> photos;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && entry.path().extension() == ".jpg") {
            photos.push_back(entry.path());
        }
    }
    std::ranges::sort(photos);
    return photos;
}

/// Tiles of photos in disorder, smaller than a face: the colours and edges of photos, and nobody in it.
void scatter_tiles(cv::Mat& scene, const FaceSource& source, Dice& dice) {
    constexpr int tile = 16;
    const int enlarged = tile * static_cast<int>(1 + dice.below(6));
    Image photo = load(source.photos[dice.below(source.photos.size())]);
    const cv::Mat from = as_mat(photo);
    for (int y = 0; y < scene.rows; y += enlarged) {
        for (int x = 0; x < scene.cols; x += enlarged) {
            const cv::Rect cut(static_cast<int>(dice.below(static_cast<std::size_t>(from.cols - tile))),
                               static_cast<int>(dice.below(static_cast<std::size_t>(from.rows - tile))), tile,
                               tile);
            const cv::Rect place =
                cv::Rect(x, y, enlarged, enlarged) & cv::Rect(0, 0, scene.cols, scene.rows);
            cv::Mat scaled;
            cv::resize(from(cut), scaled, cv::Size(enlarged, enlarged), 0, 0, cv::INTER_CUBIC);
            scaled(cv::Rect(0, 0, place.width, place.height)).copyTo(scene(place));
        }
    }
}

/// Clouds: noise of several sizes added up, between two colours.
void paint_clouds(cv::Mat& scene, Dice& dice) {
    cv::Mat sum(scene.size(), CV_32F, cv::Scalar(0));
    for (int cells = 3; cells < 200; cells *= 2) {
        cv::Mat noise(cells * 3 / 4 + 1, cells, CV_32F);
        for (auto value = noise.begin<float>(); value != noise.end<float>(); ++value) {
            *value = static_cast<float>(dice.uniform(0, 1));
        }
        cv::Mat scaled;
        cv::resize(noise, scaled, scene.size(), 0, 0, cv::INTER_CUBIC);
        sum += scaled * (3.0 / cells);
    }
    cv::normalize(sum, sum, 0, 1, cv::NORM_MINMAX);
    cv::Vec3f a, b;
    for (int c = 0; c < 3; ++c) {
        a[c] = static_cast<float>(dice.uniform(0, 255));
        b[c] = static_cast<float>(dice.uniform(0, 255));
    }
    for (int y = 0; y < scene.rows; ++y) {
        for (int x = 0; x < scene.cols; ++x) {
            const float t = sum.at<float>(y, x);
            scene.at<cv::Vec3b>(y, x) = a * (1 - t) + b * t;
        }
    }
}

/// Houses and shelves: rectangles, discs and lines of any colour.
void draw_shapes(cv::Mat& scene, Dice& dice) {
    const auto colour = [&] {
        return cv::Scalar(dice.uniform(0, 255), dice.uniform(0, 255), dice.uniform(0, 255));
    };
    const auto point = [&] {
        return cv::Point(static_cast<int>(dice.uniform(0, scene.cols)),
                         static_cast<int>(dice.uniform(0, scene.rows)));
    };
    for (std::size_t i = 0; i < 60; ++i) {
        switch (dice.below(3)) {
            case 0:
                cv::rectangle(scene, point(), point(), colour(), static_cast<int>(dice.below(8)) - 1);
                break;
            case 1:
                cv::circle(scene, point(), static_cast<int>(dice.uniform(4, 120)), colour(),
                           dice.chance(0.5) ? -1 : 3);
                break;
            default:
                cv::line(scene, point(), point(), colour(), static_cast<int>(1 + dice.below(9)), cv::LINE_AA);
        }
    }
}

cv::Mat background(const std::vector<FaceSource>& sources, Dice& dice) {
    cv::Mat scene(scene_height, scene_width, CV_8UC3);
    switch (dice.below(3)) {
        case 0:
            scatter_tiles(scene, sources[dice.below(sources.size())], dice);
            break;
        case 1:
            paint_clouds(scene, dice);
            break;
        default:
            paint_clouds(scene, dice);
            draw_shapes(scene, dice);
    }
    return scene;
}

/// A head's outline, soft at the border: hair and chin are in it, the shoulders are not.
cv::Mat head_mask(const cv::Size& size, const FaceSource& source) {
    cv::Mat mask(size, CV_32F, cv::Scalar(0));
    const cv::Point2d centre(source.centre.x, source.centre.y - 0.12 * source.side);
    cv::ellipse(
        mask,
        cv::RotatedRect(
            centre, cv::Size2f(static_cast<float>(1.25 * source.side), static_cast<float>(1.6 * source.side)),
            0),
        cv::Scalar(1), -1);
    const double soft = 0.05 * source.side;
    // The photo's own border is soft too where the head reaches it.
    cv::Mat inside(size, CV_32F, cv::Scalar(0));
    const int margin = static_cast<int>(2 * soft);
    inside(cv::Rect(margin, margin, size.width - 2 * margin, size.height - 2 * margin)) = 1;
    mask = mask.mul(inside);
    cv::GaussianBlur(mask, mask, cv::Size(), soft);
    return mask;
}

void cover(cv::Mat& scene, const Box& box, Dice& dice) {
    const bool wide = dice.chance(0.5);
    const bool first = dice.chance(0.5);
    const double part = 0.2;
    const Box strip =
        wide ? Box{box.x, first ? box.y : box.y + box.height * (1 - part), box.width, box.height * part}
             : Box{first ? box.x : box.x + box.width * (1 - part), box.y, box.width * part, box.height};
    cv::rectangle(
        scene,
        cv::Rect(static_cast<int>(strip.x), static_cast<int>(strip.y),
                 static_cast<int>(std::ceil(strip.width)), static_cast<int>(std::ceil(strip.height))),
        cv::Scalar(dice.uniform(0, 255), dice.uniform(0, 255), dice.uniform(0, 255)), -1);
}

void place(cv::Mat& scene, const FaceSource& source, const PlacedFace& face, Dice& dice) {
    Image photo = load(source.photos[dice.below(source.photos.size())]);
    cv::Mat pixels = as_mat(photo).clone();
    cv::Mat mask = head_mask(pixels.size(), source);
    pixels.convertTo(pixels, CV_32FC3);
    // Shrunk by averaging first, for the warp takes single pixels.
    const double scale = face.box.width / source.side;
    const double shrink = std::min(1.0, scale);
    if (shrink < 1) {
        cv::resize(pixels, pixels, cv::Size(), shrink, shrink, cv::INTER_AREA);
        cv::resize(mask, mask, cv::Size(), shrink, shrink, cv::INTER_AREA);
    }
    const Point to = face.box.centre();
    cv::Mat warp = cv::getRotationMatrix2D(cv::Point2f(static_cast<float>(source.centre.x * shrink),
                                                       static_cast<float>(source.centre.y * shrink)),
                                           face.turn, scale / shrink);
    warp.at<double>(0, 2) += to.x - source.centre.x * shrink;
    warp.at<double>(1, 2) += to.y - source.centre.y * shrink;
    cv::Mat head, alpha;
    cv::warpAffine(pixels, head, warp, scene.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    cv::warpAffine(mask, alpha, warp, scene.size(), cv::INTER_LINEAR);
    if (face.blur > 0) {
        cv::GaussianBlur(head, head, cv::Size(), face.blur);
    }
    for (int y = 0; y < scene.rows; ++y) {
        for (int x = 0; x < scene.cols; ++x) {
            const float part = alpha.at<float>(y, x);
            if (part > 0) {
                auto& pixel = scene.at<cv::Vec3b>(y, x);
                pixel = cv::Vec3f(pixel) * (1 - part) + head.at<cv::Vec3f>(y, x) * part;
            }
        }
    }
    if (face.covered) {
        cover(scene, face.box, dice);
    }
}

/// Faces that keep off each other, hair and all; the largest first, so that they find room.
std::vector<PlacedFace> plan(Dice& dice) {
    std::vector<double> sides(1 + dice.below(12));
    for (double& side : sides) {
        side = 16 * std::pow(400.0 / 16, dice.uniform(0, 1));
    }
    std::ranges::sort(sides, std::greater<>());
    std::vector<PlacedFace> faces;
    for (const double side : sides) {
        for (int attempt = 0; attempt < 200; ++attempt) {
            const double margin = 0.3 * side;
            const Box box{dice.uniform(margin, scene_width - side - margin),
                          dice.uniform(margin, scene_height - side - margin), side, side};
            const bool free = std::ranges::none_of(faces, [&](const PlacedFace& other) {
                const Point a = box.centre(), b = other.box.centre();
                return std::max(std::abs(a.x - b.x), std::abs(a.y - b.y)) < 0.85 * (side + other.box.width);
            });
            if (free) {
                faces.push_back({.box = box});
                break;
            }
        }
    }
    for (PlacedFace& face : faces) {
        face.turn = dice.chance(0.5) ? dice.uniform(-30, 30) : 0;
        face.blur = dice.chance(1.0 / 3) ? dice.uniform(1, 3) : 0;
        face.covered = dice.chance(0.25);
    }
    return faces;
}

void light(cv::Mat& scene, Scene& to, Dice& dice) {
    const double kind = dice.uniform(0, 1);
    to.light = kind < 0.15 ? "dark" : kind < 0.3 ? "bright" : kind < 0.4 ? "grey" : "plain";
    if (to.light == "dark") {
        scene *= dice.uniform(0.15, 0.4);
    } else if (to.light == "bright") {
        scene.convertTo(scene, -1, dice.uniform(1.4, 2), 20);
    } else if (to.light == "grey") {
        cv::Mat grey;
        cv::cvtColor(scene, grey, cv::COLOR_RGB2GRAY);
        cv::cvtColor(grey, scene, cv::COLOR_GRAY2RGB);
    }
}

}  // namespace

// The eyes' middle and the mouth's, as a funnel puts them: the means over the data set. The side is 2.5
// distances of the eyes.
FaceSource lfw_source(const std::filesystem::path& folder) {
    return {photos_in(folder), {126, 132}, 105};
}
FaceSource celeba_source(const std::filesystem::path& folder) {
    return {photos_in(folder), {80, 87}, 93};
}

Scene compose(const std::vector<FaceSource>& sources, std::uint64_t seed, std::uint64_t number, bool faces) {
    Dice dice(seed, number);
    Scene scene;
    cv::Mat pixels = background(sources, dice);
    if (faces) {
        scene.faces = plan(dice);
        for (const PlacedFace& face : scene.faces) {
            place(pixels, sources[dice.below(sources.size())], face, dice);
        }
    }
    light(pixels, scene, dice);
    scene.image = Image(scene_width, scene_height);
    pixels.copyTo(as_mat(scene.image));
    scene.coarse = dice.chance(0.2);
    if (scene.coarse) {
        scene.image = decode_photo(encode_jpeg(scene.image, 20)).image;
    }
    return scene;
}

}  // namespace faces
