#include <algorithm>
#include <cmath>

#include "graph/graph.hpp"

namespace hnsw {

namespace {

double squared_length_between(const float* a, const float* b, std::size_t dimension) noexcept {
    double sum = 0;
    for (std::size_t i = 0; i < dimension; ++i) {
        const double difference = double{a[i]} - double{b[i]};
        sum += difference * difference;
    }
    return sum;
}

double squared_length_between(const Code* a, const Code* b, std::size_t dimension, double step) noexcept {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < dimension; ++i) {
        const std::int64_t difference = a[i] - b[i];
        sum += difference * difference;
    }
    return static_cast<double>(sum) * step * step;
}

}  // namespace

void Graph::judge_codes() {
    constexpr std::size_t fewest = 32;
    if (!layout_.has_vectors() || layout_.slots() < fewest || added_since_judged_ < judged_after_) return;
    added_since_judged_ = 0;
    judged_after_ = layout_.slots();
    // Of neighbours, for near ones are the hard case. 8-bit codes of embeddings err by less than a hundredth.
    constexpr double tolerated = 0.1;
    constexpr std::size_t sample = 256;
    const CodeTable& table = codes();
    std::size_t compared = 0;
    std::size_t wrong = 0;
    const std::size_t stride = std::max<std::size_t>(1, layout_.slots() / sample);
    for (std::size_t i = 0; i < layout_.slots(); i += stride) {
        const auto slot = static_cast<Slot>(i);
        if (!layout_.is_live(slot)) continue;
        for (const Slot link : layout_.links(slot, 0)) {
            const double exact =
                squared_length_between(layout_.vector(slot), layout_.vector(link), options_.dimension);
            if (exact == 0) continue;
            const double coded = squared_length_between(table.rows.row(slot), table.rows.row(link),
                                                        options_.dimension, table.quantiser.step());
            ++compared;
            wrong += std::abs(coded - exact) > tolerated * exact ? 1 : 0;
        }
    }
    codes_tell_apart_ = 50 * wrong <= compared;
}

}  // namespace hnsw
