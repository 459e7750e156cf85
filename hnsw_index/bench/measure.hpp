#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dataset.hpp"
#include "engine.hpp"

namespace hnsw::bench {

struct Point {
    std::size_t ef = 0;
    double recall = 0;
    double qps = 0;  ///< queries a second of processor time, one thread; the median of the rounds
    std::vector<double> rounds{};  ///< the qps of each
};

/// An engine with the curve that was measured.
struct Curve {
    std::string name;
    std::unique_ptr<Engine> engine;
    std::optional<double> build_s;  ///< processor time of a build with one thread; absent where it was loaded
    double memory_mb = 0;           ///< what loading its file adds to a process
    std::vector<Point> points{};    ///< ef rises
    /// Queries a second with two threads, as a multiple of one; absent where the engine is not shared.
    std::optional<double> two_threads{};
};

struct MeasureOptions {
    std::size_t k = 10;
    std::size_t queries = 2000;  ///< of the data's, in each round
    unsigned rounds = 5;
    std::vector<double> recalls{0.90, 0.95, 0.99};  ///< of interest: the sweep ends behind the last
};

/// Chooses each engine's breadths so that they span the recalls of interest, then times all of them in rounds
/// that take turns, so that what the machine does meanwhile falls on each.
void measure(std::vector<Curve>& curves, const Dataset& data, const MeasureOptions& options);

/// The breadth that reaches the middle recall of interest; absent where none does.
[[nodiscard]] std::optional<std::size_t> middle_ef(const Curve& curve, const MeasureOptions& options);

/// Queries a second at a recall, between the two points around it; absent outside of the curve.
[[nodiscard]] std::optional<double> qps_at(const Curve& curve, double recall);

[[nodiscard]] double median(std::vector<double> values);

}  // namespace hnsw::bench
