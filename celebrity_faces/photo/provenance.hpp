#pragma once

#include <string>
#include <string_view>

namespace faces {

/// How a machine made a picture of a face.
enum class Provenance {
    drawn,    ///< by the learned generator, from embeddings alone
    morphed,  ///< from two photos, by a landmark morph
};

/// For people to read: that a machine made it, and how.
[[nodiscard]] std::string_view provenance_text(Provenance provenance);

/// The same for programs: an XMP packet (ISO 16684-1) with the text and IPTC's digital source type, which
/// picture libraries and social networks read.
[[nodiscard]] std::string provenance_xmp(Provenance provenance);

}  // namespace faces
