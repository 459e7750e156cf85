#include "prepare.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace hnsw::bench {

namespace {

/// In a process of its own, which has held nothing else.
double memory_of_loading(const std::string& name, const std::string& file, std::size_t dimension) {
    const std::string command = fmt::format("/proc/{}/exe --memory-of {} --memory-file '{}' --dimension {}",
                                            getpid(), name, file, dimension);
    std::FILE* out = popen(command.c_str(), "r");
    double added = 0;
    const bool told = out != nullptr && std::fscanf(out, "%lf", &added) == 1;
    if (out == nullptr || pclose(out) != 0 || !told)
        throw std::runtime_error(fmt::format("{} could not load {}", name, file));
    return added;
}

}  // namespace

double memory_added_by_loading(const std::string& name, const std::string& file, std::size_t dimension) {
    const auto engine = make_engine(name);
    const double before = engine->resident_mb();
    engine->load(file, dimension);
    return engine->resident_mb() - before;
}

std::string index_file(const std::string& name, const Dataset& data, const BuildOptions& options,
                       const std::filesystem::path& folder) {
    return folder / fmt::format("{}-{}-M{}-ef{}", data.name, name, options.links, options.ef_construction);
}

Curve prepare(const std::string& name, const Dataset& data, const BuildOptions& options,
              const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    const std::string file = index_file(name, data, options, folder);
    Curve curve{.name = name, .engine = make_engine(name), .build_s = {}};
    if (!std::filesystem::exists(file)) {
        const double start = curve.engine->processor_seconds();
        curve.engine->build(data.base, options);
        curve.build_s = curve.engine->processor_seconds() - start;
        curve.engine->save(file);
        std::ofstream(file + ".build_s") << *curve.build_s;
    } else {
        double seconds = 0;
        if (std::ifstream(file + ".build_s") >> seconds) curve.build_s = seconds;
    }
    // What is searched was loaded, be it just built or not.
    curve.engine = make_engine(name);
    curve.memory_mb = memory_of_loading(name, file, options.dimension);
    curve.engine->load(file, options.dimension);
    return curve;
}

}  // namespace hnsw::bench
