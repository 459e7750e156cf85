#include "distance/kernels.hpp"

#include <algorithm>
#include <cstdlib>
#include <ranges>
#include <string>

#include "hnsw/error.hpp"

namespace hnsw {

namespace {

#if defined(__x86_64__)
const Kernels* const table[] = {&generic_kernels, &avx2_kernels, &avx512_kernels};
#else
const Kernels* const table[] = {&generic_kernels};
#endif

std::string names(bool supported_only) {
    std::string list;
    for (const Kernels* kernels : table)
        if (!supported_only || kernels->supported())
            list += (list.empty() ? "" : ", ") + std::string(kernels->name);
    return list;
}

}  // namespace

std::span<const Kernels* const> all_kernels() noexcept {
    return table;
}

const Kernels& choose_kernels() {
    // Nothing in this library writes the environment, so reading it races with nobody.
    const char* forced = std::getenv("HNSW_KERNELS");  // NOLINT(concurrency-mt-unsafe)
    if (forced == nullptr || *forced == '\0')
        return **std::ranges::find_if(table | std::views::reverse,
                                      [](auto* kernels) { return kernels->supported(); });
    const auto* const found = std::ranges::find(table, std::string_view(forced), &Kernels::name);
    if (found == std::end(table))
        throw Error(ErrorCode::kernels,
                    "HNSW_KERNELS is '" + std::string(forced) + "', known are " + names(false));
    if (!(*found)->supported())
        throw Error(ErrorCode::kernels, "HNSW_KERNELS is '" + std::string(forced) +
                                            "', but this processor has only " + names(true));
    return **found;
}

}  // namespace hnsw
