#include "vision/mtcnn.hpp"

#include <algorithm>
#include <array>

#include "vision/pixels.hpp"
#include "vision/pyramid.hpp"
#include "vision/quarter_turn.hpp"

namespace faces {
namespace {

// The published parameters: the network sees 12 px, moves by 2, and the pyramid shrinks by 0.709 (half the
// area) a level.
constexpr int cell_px = 12;
constexpr int stride_px = 2;
constexpr double pyramid_factor = 0.709;
constexpr double min_face_px = 20;
constexpr int max_side_px = 1280;
constexpr int strip_px = 256;
constexpr std::array<double, 3> thresholds{0.6, 0.7, 0.7};

constexpr int refinement_px = 24;
constexpr int landmark_px = 48;
// Batches have one size each, the last one filled up: a new shape costs more than the work it saves.
constexpr std::size_t refinement_batch = 16;
constexpr std::size_t landmark_batch = 4;

/// Runs `network` on squares cut at the candidates, and hands each candidate's index and the batch's outputs
/// to `take`.
template <typename Take>
void run_on_squares(const Network& network, const cv::Mat& pixels, std::span<const Candidate> candidates,
                    int side_px, std::size_t batch, std::span<const char* const> outputs, const Take& take) {
    const auto side = static_cast<std::size_t>(side_px);
    std::vector<std::uint8_t> squares(batch * side * side * 3);
    for (std::size_t first = 0; first < candidates.size(); first += batch) {
        const std::size_t count = std::min(batch, candidates.size() - first);
        for (std::size_t i = 0; i < count; ++i) {
            cut_square(pixels, candidates[first + i].box, side_px, squares.data() + i * side * side * 3);
        }
        const std::vector<Output> answers = network.run({batch, side, side, squares}, outputs);
        for (std::size_t i = 0; i < count; ++i) {
            take(first + i, i, answers);
        }
    }
}

std::span<const float, 4> four(const Output& output, std::size_t row) {
    return std::span<const float, 4>(output.values.data() + row * 4, 4);
}

/// What the proposal network says of every place on a canvas: 12 px a side, 2 px apart.
struct Cells {
    std::size_t columns = 0;
    std::vector<float> scores;
    std::array<std::vector<float>, 4> offsets;
};

/// Runs the network on some rows of the canvas at a time, which overlap by what a cell sees beyond its
/// stride, so that the cells are those of the whole. Its inner layers take 300 bytes a pixel, and each
/// thread's stay allocated: 100 MB for a canvas in one piece.
Cells run_in_strips(const Network& network, const cv::Mat& canvas) {
    constexpr int overlap_px = cell_px - stride_px;
    constexpr const char* outputs[] = {"scores", "offsets"};
    Cells cells;
    for (int top = 0; top + overlap_px < canvas.rows; top += strip_px) {
        const int rows = std::min(strip_px + overlap_px, canvas.rows - top);
        const auto bytes = static_cast<std::size_t>(rows) * static_cast<std::size_t>(canvas.cols) * 3;
        const std::vector<Output> strip = network.run({1,
                                                       static_cast<std::size_t>(rows),
                                                       static_cast<std::size_t>(canvas.cols),
                                                       {canvas.ptr(top), bytes}},
                                                      outputs);
        const std::span<const float> scores = strip[0].values;
        const std::span<const float> offsets = strip[1].values;
        cells.columns = strip[0].shape[3];
        cells.scores.insert(cells.scores.end(), scores.begin(), scores.end());
        for (std::size_t side = 0; side < 4; ++side) {
            const auto plane = offsets.subspan(side * scores.size(), scores.size());
            cells.offsets[side].insert(cells.offsets[side].end(), plane.begin(), plane.end());
        }
    }
    return cells;
}

/// The cells of one level that look like a face. A cell that reaches out of its level sees two levels at
/// once: it is none.
void collect(const Pyramid::Level& level, const Cells& cells, std::vector<Candidate>& candidates) {
    const auto first_cell = [](int at) { return (at + stride_px - 1) / stride_px; };
    const auto last_cell = [](int end) { return (end - cell_px) / stride_px; };
    for (int y = first_cell(level.place.y); y <= last_cell(level.place.br().y); ++y) {
        for (int x = first_cell(level.place.x); x <= last_cell(level.place.br().x); ++x) {
            const std::size_t cell =
                static_cast<std::size_t>(y) * cells.columns + static_cast<std::size_t>(x);
            if (cells.scores[cell] < thresholds[0]) {
                continue;
            }
            const std::array<float, 4> moves{cells.offsets[0][cell], cells.offsets[1][cell],
                                             cells.offsets[2][cell], cells.offsets[3][cell]};
            const Box seen{(x * stride_px - level.place.x) / level.scale,
                           (y * stride_px - level.place.y) / level.scale, cell_px / level.scale,
                           cell_px / level.scale};
            candidates.push_back({seen, moved(seen, moves), cells.scores[cell], {}});
        }
    }
}

/// The next stage looks where this one says that the face is, at a square.
std::vector<Candidate> squares_of_refined(std::vector<Candidate> candidates) {
    for (Candidate& candidate : candidates) {
        candidate.box = squared(candidate.refined);
    }
    return candidates;
}

}  // namespace

LandmarkNetwork::LandmarkNetwork(const std::filesystem::path& models, const NetworkOptions& options)
    : network_(models / "mtcnn-onet.xml", options) {
    const cv::Mat pixels(landmark_px, landmark_px, CV_8UC3, cv::Scalar::all(0));
    const Candidate whole{.box = {0, 0, landmark_px, landmark_px}, .refined = {}};
    network_.on_every_stream([&] { (void)refine(pixels, {&whole, 1}); });
}

std::vector<Candidate> LandmarkNetwork::refine(const cv::Mat& pixels,
                                               std::span<const Candidate> candidates) const {
    constexpr const char* outputs[] = {"scores", "offsets", "landmarks"};
    std::vector<Candidate> refined(candidates.begin(), candidates.end());
    run_on_squares(
        network_, pixels, candidates, landmark_px, landmark_batch, outputs,
        [&](std::size_t index, std::size_t row, const std::vector<Output>& answers) {
            const Box& box = candidates[index].box;
            Candidate& candidate = refined[index];
            candidate.score = answers[0].values[row];
            candidate.refined = moved(box, four(answers[1], row));
            const float* parts = answers[2].values.data() + row * 10;
            for (std::size_t p = 0; p < 5; ++p) {
                candidate.landmarks[p] = {box.x + parts[p] * box.width, box.y + parts[p + 5] * box.height};
            }
        });
    return refined;
}

Candidate LandmarkNetwork::refine_turned(const cv::Mat& pixels, const Candidate& candidate) const {
    constexpr int patch_px = 2 * landmark_px;
    cv::Mat patch(patch_px, patch_px, CV_8UC3);
    cut_square(pixels, candidate.box, patch_px, patch.data);
    // The turned patches side by side, so that one run looks at them all.
    cv::Mat row(patch_px, patch_px * static_cast<int>(quarter_turns.size()), CV_8UC3);
    std::array<Candidate, quarter_turns.size()> places;
    for (std::size_t i = 0; i < quarter_turns.size(); ++i) {
        const int left = patch_px * static_cast<int>(i);
        cv::Mat place = row(cv::Rect(left, 0, patch_px, patch_px));
        cv::rotate(patch, place, quarter_turns[i]);
        places[i].box = {static_cast<double>(left), 0, patch_px, patch_px};
    }
    const std::vector<Candidate> looked_at = refine(row, places);
    const auto most_alike = std::ranges::max_element(looked_at, {}, &Candidate::score);
    const auto turn = static_cast<std::size_t>(most_alike - looked_at.begin());
    Candidate best = candidate;
    best.score = most_alike->score;
    std::ranges::transform(most_alike->landmarks, best.landmarks.begin(), [&](const Point& p) {
        const Point at = turned_back({p.x - places[turn].box.x, p.y}, quarter_turns[turn], patch.size());
        return Point{candidate.box.x + at.x * candidate.box.width / patch_px,
                     candidate.box.y + at.y * candidate.box.height / patch_px};
    });
    return best;
}

MtcnnDetector::MtcnnDetector(const std::filesystem::path& models, const NetworkOptions& options)
    : proposals_(models / "mtcnn-pnet.xml", options),
      refinement_(models / "mtcnn-rnet.xml", options),
      landmarks_(models, options) {
    // The first stage's shapes are as many as the photos', so that it cannot be warmed for all.
    const Image flat(strip_px, strip_px);
    proposals_.on_every_stream([&] { (void)detect(flat); });
}

std::vector<Candidate> MtcnnDetector::propose(const cv::Mat& pixels) const {
    const Pyramid pyramid = build_pyramid(pixels, cell_px / min_face_px, pyramid_factor, cell_px);
    if (pyramid.levels.empty()) {
        return {};
    }
    const Cells cells = run_in_strips(proposals_, pyramid.canvas);
    std::vector<Candidate> all;
    for (const Pyramid::Level& level : pyramid.levels) {
        std::vector<Candidate> candidates;
        collect(level, cells, candidates);
        candidates = suppress_non_maxima(std::move(candidates), 0.5, Overlap::of_union);
        all.insert(all.end(), candidates.begin(), candidates.end());
    }
    return squares_of_refined(suppress_non_maxima(std::move(all), 0.7, Overlap::of_union));
}

std::vector<Candidate> MtcnnDetector::refine(const cv::Mat& pixels,
                                             std::span<const Candidate> proposals) const {
    constexpr const char* outputs[] = {"scores", "offsets"};
    std::vector<Candidate> passed;
    run_on_squares(refinement_, pixels, proposals, refinement_px, refinement_batch, outputs,
                   [&](std::size_t index, std::size_t row, const std::vector<Output>& answers) {
                       const double score = answers[0].values[row];
                       if (score < thresholds[1]) {
                           return;
                       }
                       const Box& box = proposals[index].box;
                       passed.push_back({box, moved(box, four(answers[1], row)), score, {}});
                   });
    return squares_of_refined(suppress_non_maxima(std::move(passed), 0.7, Overlap::of_union));
}

std::vector<Face> MtcnnDetector::detect(const Image& image) const {
    const WorkImage work = work_image(image, max_side_px);
    std::vector<Candidate> candidates =
        landmarks_.refine(work.pixels, refine(work.pixels, propose(work.pixels)));
    std::erase_if(candidates, [](const Candidate& candidate) { return candidate.score < thresholds[2]; });
    for (Candidate& candidate : candidates) {
        candidate.box = candidate.refined;
    }
    candidates = suppress_non_maxima(std::move(candidates), 0.7, Overlap::of_smaller);
    return largest_first(candidates, work.to_image);
}

}  // namespace faces
