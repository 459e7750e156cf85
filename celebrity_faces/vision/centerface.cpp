#include "vision/centerface.hpp"

#include <algorithm>
#include <cmath>
#include <ranges>

namespace faces {
namespace {

constexpr int cell_px = 4;
constexpr float largest_size = 6;  ///< logarithm of cells: 1,614 px, more than a canvas has
/// Many weak proposals, of which a strong one counts by itself and a weak one where the third stage of MTCNN
/// sees a face too: chosen on composed scenes (experiments/003-detectors).
constexpr double proposed = 0.1;
constexpr double sure = 0.35;
constexpr double looked_at_again = 0.6;
/// A face that is wider than high lies on a side, or is taken for one that does where another turn looks
/// better; any other one where it hardly looks like a face as it is, and very much like one in another turn.
constexpr double doubted = 0.7;
constexpr double upright = 0.95;
constexpr int largest_px = 1024;

/// A face that fills a large photo is larger than any that the network was trained on: a glance at the whole
/// photo, made small, finds it. Faces that are larger there than this part of its side count.
constexpr int glance_px = 192;
constexpr int no_glance_px = 640;
constexpr double glanced_part = 0.3;

/// Canvases of at most so much have a network of their own.
constexpr int small_px = 256;

bool is_small(const cv::Size& canvas) {
    return std::max(canvas.width, canvas.height) <= small_px;
}

/// Adds the large faces of a glance, whose pixels are `scale` of the others', where they were not found
/// already. What was found inside of one, an eye or a mouth, falls.
void add_large(const std::vector<Candidate>& glanced, double scale, std::vector<Candidate>& found) {
    for (Candidate large : glanced) {
        if (large.box.width < glanced_part * glance_px) {
            continue;
        }
        large.box = scaled(large.box, scale);
        large.landmarks = scaled(large.landmarks, scale);
        const auto same = [&](const Candidate& other) {
            return shared_part(large.box, other.box, Overlap::of_union) > 0.4;
        };
        if (std::ranges::none_of(found, same)) {
            std::erase_if(found, [&](const Candidate& other) {
                return shared_part(large.box, other.box, Overlap::of_smaller) > 0.7;
            });
            found.push_back(large);
        }
    }
}

/// Where the network takes faces to be, on a canvas whose sides are multiples of 32.
std::vector<Candidate> propose(const Network& network, const cv::Mat& canvas) {
    constexpr const char* outputs[] = {"scores", "sizes", "offsets"};
    const auto height = static_cast<std::size_t>(canvas.rows), width = static_cast<std::size_t>(canvas.cols);
    const std::vector<Output> answers =
        network.run({1, height, width, {canvas.data, height * width * 3}}, outputs);
    const std::vector<float>& scores = answers[0].values;
    const std::vector<float>& sizes = answers[1].values;
    const std::vector<float>& offsets = answers[2].values;
    const std::size_t columns = width / cell_px, cells = scores.size();
    std::vector<Candidate> candidates;
    for (std::size_t cell = 0; cell < cells; ++cell) {
        if (scores[cell] < proposed) {
            continue;
        }
        const double box_height = std::exp(std::min(sizes[cell], largest_size)) * cell_px;
        const double box_width = std::exp(std::min(sizes[cells + cell], largest_size)) * cell_px;
        const std::size_t row = cell / columns;
        const double y = (static_cast<double>(row) + 0.5 + offsets[cell]) * cell_px;
        const double x = (static_cast<double>(cell % columns) + 0.5 + offsets[cells + cell]) * cell_px;
        const Box box{x - box_width / 2, y - box_height / 2, box_width, box_height};
        candidates.push_back({box, box, scores[cell], {}});
    }
    return suppress_non_maxima(std::move(candidates), 0.3, Overlap::of_union);
}

}  // namespace

CenterFaceDetector::CenterFaceDetector(const std::filesystem::path& models, const NetworkOptions& options)
    : large_network_(models / "centerface.xml", options),
      small_network_(models / "centerface.xml", options),
      landmarks_(models, options) {
    // Every size of canvas is prepared, so that no photo waits for it. The largest first: the others fit into
    // its memory, where each would leave its own behind otherwise.
    for (const Network* network : {&large_network_, &small_network_}) {
        network->on_every_stream([&] {
            for (const cv::Size& size : std::views::reverse(canvas_sizes())) {
                if (network == &network_for(size)) {
                    (void)propose(*network, cv::Mat(size, CV_8UC3, cv::Scalar::all(0)));
                }
            }
        });
    }
}

const Network& CenterFaceDetector::network_for(const cv::Size& canvas) const {
    return is_small(canvas) ? small_network_ : large_network_;
}

std::vector<Candidate> CenterFaceDetector::find(const Canvas& canvas) const {
    std::vector<Candidate> proposals = propose(network_for(canvas.pixels.size()), canvas.pixels);
    std::vector<Candidate> squares = proposals;
    for (Candidate& square : squares) {
        square.box = squared(square.box);
    }
    std::vector<Candidate> looked_at = landmarks_.refine(canvas.pixels, squares);
    // This network finds faces that lie on a side too; the next one knows upright ones alone, and doubts the
    // others.
    for (std::size_t i = 0; i < proposals.size(); ++i) {
        const Box& box = proposals[i].box;
        const bool lies = box.width > box.height;
        if (proposals[i].score < sure || (!lies && looked_at[i].score > doubted)) {
            continue;
        }
        const Candidate turned = landmarks_.refine_turned(canvas.pixels, squares[i]);
        if (turned.score > (lies ? looked_at[i].score : upright)) {
            looked_at[i] = turned;
        }
    }
    std::vector<Candidate> found;
    for (std::size_t i = 0; i < proposals.size(); ++i) {
        if (proposals[i].score < sure && looked_at[i].score < looked_at_again) {
            continue;
        }
        proposals[i].landmarks = looked_at[i].landmarks;
        found.push_back(proposals[i]);
    }
    return found;
}

std::vector<Face> CenterFaceDetector::detect(const Image& image) const {
    const Canvas canvas = lay_on_canvas(image, largest_px);
    std::vector<Candidate> found = find(canvas);
    if (std::max(canvas.pixels.cols, canvas.pixels.rows) > no_glance_px) {
        const Canvas small = lay_on_canvas(image, glance_px);
        add_large(find(small), small.to_photo / canvas.to_photo, found);
    }
    return largest_first(found, canvas.to_photo);
}

}  // namespace faces
