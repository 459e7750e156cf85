#include "photo/colour.hpp"

#include <lcms2.h>

#include <algorithm>

namespace faces {

struct RowConverter::Profile {
    explicit Profile(cmsHTRANSFORM made) : transform(made) {}
    Profile(const Profile&) = delete;
    Profile& operator=(const Profile&) = delete;
    ~Profile() { cmsDeleteTransform(transform); }

    cmsHTRANSFORM transform;
};

namespace {

cmsHTRANSFORM transform_to_srgb(PixelLayout layout, std::span<const std::uint8_t> icc) {
    if (icc.empty()) {
        return nullptr;
    }
    const cmsHPROFILE from = cmsOpenProfileFromMem(icc.data(), static_cast<cmsUInt32Number>(icc.size()));
    if (from == nullptr) {
        return nullptr;
    }
    cmsHTRANSFORM transform = nullptr;
    const bool cmyk = layout == PixelLayout::inverted_cmyk;
    if (cmsGetColorSpace(from) == (cmyk ? cmsSigCmykData : cmsSigRgbData)) {
        const cmsHPROFILE to = cmsCreate_sRGBProfile();
        const cmsUInt32Number input = cmyk                          ? TYPE_CMYK_8_REV
                                      : layout == PixelLayout::rgba ? TYPE_RGBA_8
                                                                    : TYPE_RGB_8;
        // Alpha is copied and laid on white afterwards. No cache: many threads may use one transform.
        transform =
            cmsCreateTransform(from, input, to, layout == PixelLayout::rgba ? TYPE_RGBA_8 : TYPE_RGB_8,
                               INTENT_PERCEPTUAL, cmsFLAGS_COPY_ALPHA | cmsFLAGS_NOCACHE);
        cmsCloseProfile(to);
    }
    cmsCloseProfile(from);
    return transform;
}

void lay_on_white(const std::uint8_t* from, std::uint8_t* to, std::size_t width) {
    for (std::size_t x = 0; x < width; ++x, from += 4, to += 3) {
        const unsigned alpha = from[3];
        for (int c = 0; c < 3; ++c) {
            to[c] = static_cast<std::uint8_t>((from[c] * alpha + 255 * (255 - alpha) + 127) / 255);
        }
    }
}

/// Without a profile: Adobe's files store what is left of the light, so that channel times black is the
/// colour.
void multiply_by_black(const std::uint8_t* from, std::uint8_t* to, std::size_t width) {
    for (std::size_t x = 0; x < width; ++x, from += 4, to += 3) {
        for (int c = 0; c < 3; ++c) {
            to[c] = static_cast<std::uint8_t>((from[c] * from[3] + 127) / 255);
        }
    }
}

}  // namespace

RowConverter::RowConverter(PixelLayout layout, std::span<const std::uint8_t> icc_profile) : layout_(layout) {
    if (cmsHTRANSFORM transform = transform_to_srgb(layout, icc_profile)) {
        profile_ = std::make_unique<Profile>(transform);
    }
}
RowConverter::~RowConverter() = default;
RowConverter::RowConverter(RowConverter&&) noexcept = default;
RowConverter& RowConverter::operator=(RowConverter&&) noexcept = default;

void RowConverter::convert(const std::uint8_t* from, std::uint8_t* to, std::size_t width) const {
    const auto pixels = static_cast<cmsUInt32Number>(width);
    switch (layout_) {
        case PixelLayout::rgb:
            if (profile_) {
                cmsDoTransform(profile_->transform, from, to, pixels);
            } else if (from != to) {
                std::copy(from, from + width * 3, to);
            }
            return;
        case PixelLayout::rgba: {
            if (!profile_) {
                return lay_on_white(from, to, width);
            }
            std::unique_ptr<std::uint8_t[]> row(new std::uint8_t[width * 4]);
            cmsDoTransform(profile_->transform, from, row.get(), pixels);
            return lay_on_white(row.get(), to, width);
        }
        case PixelLayout::inverted_cmyk:
            if (!profile_) {
                return multiply_by_black(from, to, width);
            }
            cmsDoTransform(profile_->transform, from, to, pixels);
            return;
    }
}

bool RowConverter::keeps_rgb() const noexcept {
    return layout_ == PixelLayout::rgb && !profile_;
}

}  // namespace faces
