#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace faces {

enum class PixelLayout { rgb, rgba, inverted_cmyk };

[[nodiscard]] constexpr std::size_t channels(PixelLayout layout) noexcept {
    return layout == PixelLayout::rgb ? 3 : 4;
}

/// Turns rows of a file's own colours into sRGB, transparency laid on white.
class RowConverter {
  public:
    /// `icc_profile` may be empty, for sRGB; one that does not fit the layout or cannot be read is passed
    /// over, for slightly wrong colours beat a refused photo.
    RowConverter(PixelLayout layout, std::span<const std::uint8_t> icc_profile);
    ~RowConverter();
    RowConverter(RowConverter&&) noexcept;
    RowConverter& operator=(RowConverter&&) noexcept;

    /// `from`: width pixels of the layout; `to`: width * 3 bytes. May be the same memory for rgb.
    void convert(const std::uint8_t* from, std::uint8_t* to, std::size_t width) const;
    /// Whether rgb rows come out as they went in.
    [[nodiscard]] bool keeps_rgb() const noexcept;

  private:
    struct Profile;
    PixelLayout layout_;
    std::unique_ptr<Profile> profile_;  // none: the colours are sRGB already
};

}  // namespace faces
