#include "photo/provenance.hpp"

#include <fmt/format.h>

namespace faces {

std::string_view provenance_text(Provenance provenance) {
    return provenance == Provenance::drawn
               ? "Made by a machine: celebrity-faces drew this face with a learned generator from face "
                 "embeddings. No such person was photographed."
               : "Made by a machine: celebrity-faces morphed this face from two photos. No such person was "
                 "photographed.";
}

std::string provenance_xmp(Provenance provenance) {
    // IPTC NewsCodes, "Digital Source Type".
    const std::string_view source =
        provenance == Provenance::drawn ? "trainedAlgorithmicMedia" : "compositeSynthetic";
    return fmt::format(
        R"(<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>)"
        R"(<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">)"
        R"(<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/")"
        R"( xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/")"
        R"( xmp:CreatorTool="celebrity-faces")"
        R"( Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/{}">)"
        R"(<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:description>)"
        R"(</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>)",
        source, provenance_text(provenance));
}

}  // namespace faces
