#include "photo/resize.hpp"

#include <algorithm>
#include <cmath>

namespace faces {
namespace {

/// What one output pixel takes along one axis: inputs from `first` on, with these weights, which sum to 1.
struct Taps {
    int first = 0;
    std::vector<float> weights;
};

/// Shrinking: the mean over the input that the pixel covers. Growing: between the two nearest pixel centres.
std::vector<Taps> axis_taps(int from, int to) {
    std::vector<Taps> taps(static_cast<std::size_t>(to));
    const double scale = static_cast<double>(from) / to;
    for (int i = 0; i < to; ++i) {
        Taps& tap = taps[static_cast<std::size_t>(i)];
        if (scale > 1) {
            const double begin = i * scale;
            const double end = std::min<double>(begin + scale, from);
            tap.first = static_cast<int>(begin);
            for (int j = tap.first; j < end; ++j) {
                const double covered = std::min<double>(end, j + 1) - std::max<double>(begin, j);
                tap.weights.push_back(static_cast<float>(covered / scale));
            }
        } else {
            const double centre = std::clamp((i + 0.5) * scale - 0.5, 0.0, from - 1.0);
            tap.first = static_cast<int>(centre);
            const auto part = static_cast<float>(centre - tap.first);
            tap.weights = {1 - part};
            if (part > 0) {
                tap.weights.push_back(part);
            }
        }
    }
    return taps;
}

/// One row of the picture, narrowed or widened, in f32.
void resize_row(const std::uint8_t* row, const std::vector<Taps>& columns, float* out) {
    for (const Taps& tap : columns) {
        float r = 0, g = 0, b = 0;
        const std::uint8_t* pixel = row + static_cast<std::ptrdiff_t>(tap.first) * 3;
        for (const float weight : tap.weights) {
            r += weight * pixel[0];
            g += weight * pixel[1];
            b += weight * pixel[2];
            pixel += 3;
        }
        *out++ = r;
        *out++ = g;
        *out++ = b;
    }
}

}  // namespace

Image resize(const Image& image, int width, int height) {
    if (width == image.width && height == image.height) {
        return image;
    }
    const auto columns = axis_taps(image.width, width);
    const auto rows = axis_taps(image.height, height);
    const std::size_t row_values = static_cast<std::size_t>(width) * 3;
    Image out(width, height);
    std::vector<float> narrowed(row_values), sum(row_values);
    int narrowed_row = -1;  // growing asks for the same row several times in a run
    for (int y = 0; y < height; ++y) {
        const Taps& tap = rows[static_cast<std::size_t>(y)];
        std::ranges::fill(sum, 0.5F);  // rounds when it is cut to a byte
        for (std::size_t i = 0; i < tap.weights.size(); ++i) {
            const int from = tap.first + static_cast<int>(i);
            if (from != narrowed_row) {
                resize_row(image.row(from), columns, narrowed.data());
            }
            narrowed_row = from;
            for (std::size_t v = 0; v < row_values; ++v) {
                sum[v] += tap.weights[i] * narrowed[v];
            }
        }
        std::transform(sum.begin(), sum.end(), out.row(y), [](float value) {
            return static_cast<std::uint8_t>(std::clamp(value, 0.0F, 255.0F));
        });
    }
    return out;
}

Image fit_within(const Image& image, int max_side_px) {
    const int longest = std::max(image.width, image.height);
    if (longest <= max_side_px) {
        return image;
    }
    const double scale = static_cast<double>(max_side_px) / longest;
    const auto scaled = [&](int side) { return std::max(1, static_cast<int>(std::lround(side * scale))); };
    return resize(image, scaled(image.width), scaled(image.height));
}

Image cut(const Image& image, const Box& box) {
    const auto whole = [](double value, int size) {
        return static_cast<int>(std::lround(std::clamp(value, 0.0, static_cast<double>(size))));
    };
    const int left = std::min(whole(box.x, image.width), image.width - 1);
    const int top = std::min(whole(box.y, image.height), image.height - 1);
    const int right = std::max(whole(box.x + box.width, image.width), left + 1);
    const int bottom = std::max(whole(box.y + box.height, image.height), top + 1);
    Image out(right - left, bottom - top);
    for (int y = 0; y < out.height; ++y) {
        const std::uint8_t* from = image.row(top + y) + static_cast<std::ptrdiff_t>(left) * 3;
        std::copy_n(from, static_cast<std::size_t>(out.width) * 3, out.row(y));
    }
    return out;
}

}  // namespace faces
