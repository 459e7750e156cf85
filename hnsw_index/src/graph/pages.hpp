#pragma once

#include <cstddef>

namespace hnsw {

constexpr std::size_t huge_page = std::size_t{2} << 20U;

/// Zeros, at a multiple of huge_page; pages that are not written to take no memory. Throws std::bad_alloc.
[[nodiscard]] void* allocate_pages(std::size_t bytes);
void free_pages(void* pages, std::size_t bytes) noexcept;

/// Gives the memory of what nobody reads any more back, as far as it is whole pages.
void drop_pages(void* from, std::size_t bytes) noexcept;

/// Asks for huge pages, where the kernel has them (Linux, transparent huge pages).
void make_huge(void* pages, std::size_t bytes) noexcept;

}  // namespace hnsw
