#include "graph/pages.hpp"

#include <sys/mman.h>

#include <cstdint>
#include <new>

namespace hnsw {

namespace {

constexpr std::size_t page = 4096;

std::size_t whole_pages(std::size_t bytes) noexcept {
    return (bytes + page - 1) / page * page;
}

/// Bytes from an address to the next one that is a multiple.
std::size_t up_to_multiple(const void* address, std::size_t of) noexcept {
    return (of - reinterpret_cast<std::uintptr_t>(address) % of) % of;
}

}  // namespace

void* allocate_pages(std::size_t bytes) {
    // As much more as makes room for an address that is a multiple; what is left over is given back.
    const std::size_t size = whole_pages(bytes);
    void* all = mmap(nullptr, size + huge_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (all == MAP_FAILED) throw std::bad_alloc();
    auto* const start = static_cast<std::byte*>(all);
    const std::size_t before = up_to_multiple(start, huge_page);
    if (before > 0) munmap(start, before);
    if (before < huge_page) munmap(start + before + size, huge_page - before);
    return start + before;
}

void free_pages(void* pages, std::size_t bytes) noexcept {
    munmap(pages, whole_pages(bytes));
}

void drop_pages(void* from, std::size_t bytes) noexcept {
    const std::size_t before = up_to_multiple(from, page);
    if (before < bytes)
        madvise(static_cast<std::byte*>(from) + before, (bytes - before) / page * page, MADV_DONTNEED);
}

void make_huge([[maybe_unused]] void* pages, [[maybe_unused]] std::size_t bytes) noexcept {
#if defined(MADV_HUGEPAGE)
    const std::size_t whole = bytes / huge_page * huge_page;
    if (whole == 0 || madvise(pages, whole, MADV_HUGEPAGE) != 0) return;
    // What was written before is gathered now (MADV_COLLAPSE, Linux 6.1); elsewhere the kernel does so some
    // time.
    constexpr int collapse = 25;
    madvise(pages, whole, collapse);
#endif
}

}  // namespace hnsw
