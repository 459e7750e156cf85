/// `blend`: a face that resembles two people's, from a photo of each.

#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "blend/blend.hpp"
#include "cli/command.hpp"
#include "cli/vision_parts.hpp"
#include "cli/write_file.hpp"
#include "faces/error.hpp"
#include "lookalike/between.hpp"
#include "photo/decode.hpp"
#include "photo/encode.hpp"

namespace faces {
namespace {

constexpr int portrait_px = 256;
constexpr int hundredths_a_step = 8;

struct Options {
    std::string a, b;
    std::filesystem::path out;
    double t = 0.5;
    int steps = 1;
    bool gif = false;
    std::string kind = "photos";
    VisionParts vision;
};

struct Parent {
    Chip portrait;
    Embedding embedding;
};

Parent parent_of(const std::string& file, const VisionParts& vision) {
    const std::vector<std::uint8_t> bytes = read_photo_file(file);
    try {
        const Photo photo = decode_photo(bytes);
        const std::vector<Face> faces = vision.detector->detect(photo.image);
        if (faces.empty()) {
            throw Error(ErrorCode::no_face, "no face was found");
        }
        if (faces.size() > 1) {
            fmt::print(stderr, "{}: {} faces, the largest is taken\n", file, faces.size());
        }
        const Chip chip = vision.aligner->align(photo.image, faces.front());
        return {vision.aligner->portrait(photo.image, faces.front(), portrait_px),
                vision.embedder->embed({&chip.image, 1}).front()};
    } catch (const Error& error) {
        throw Error(error.code(), fmt::format("{}: {}", file, error.what()));
    }
}

std::vector<double> places(const Options& options) {
    if (options.steps == 1) {
        return {options.t};
    }
    std::vector<double> ts;
    ts.reserve(static_cast<std::size_t>(options.steps));
    for (int i = 0; i < options.steps; ++i) {
        ts.push_back(static_cast<double>(i) / (options.steps - 1));
    }
    return ts;
}

std::vector<Image> drawn(const Options& options, const Parent& a, const Parent& b) {
    if (options.vision.embedder->info().name != drawn_embedder) {
        throw Error(ErrorCode::conflict,
                    fmt::format("no face can be drawn from embeddings of {}: leave --embedder out, or take "
                                "--kind photos",
                                options.vision.embedder->info().name));
    }
    const VisionOptions vision = options.vision.options();
    std::vector<Embedding> points;
    for (const double t : places(options)) {
        points.push_back(between(a.embedding, b.embedding, t));
    }
    return make_face_drawer({vision.models, vision.concurrency, vision.precision})->draw(points);
}

std::vector<Image> morphed(const Options& options, const Parent& a, const Parent& b) {
    const VisionOptions vision = options.vision.options();
    const auto blender = make_landmark_morph({vision.models, vision.concurrency});
    std::vector<Image> pictures;
    for (const double t : places(options)) {
        pictures.push_back(blender->blend(a.portrait, b.portrait, t));
    }
    return pictures;
}

Image side_by_side(const std::vector<Image>& pictures) {
    const int width = pictures.front().width, height = pictures.front().height;
    Image strip(width * static_cast<int>(pictures.size()), height);
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        for (int y = 0; y < height; ++y) {
            std::copy_n(pictures[i].row(y), static_cast<std::size_t>(width) * 3,
                        strip.row(y) + static_cast<std::ptrdiff_t>(i) * width * 3);
        }
    }
    return strip;
}

std::vector<std::uint8_t> encoded(const Options& options, const std::vector<Image>& pictures) {
    const Provenance provenance = options.kind == "drawn" ? Provenance::drawn : Provenance::morphed;
    if (options.gif) {
        // There and back again, so that it does not jump.
        std::vector<Image> loop = pictures;
        for (std::size_t i = pictures.size() - 1; i-- > 1;) {
            loop.push_back(pictures[i]);
        }
        return encode_gif(loop, hundredths_a_step, provenance);
    }
    const Image picture = side_by_side(pictures);
    return options.out.extension() == ".png" ? encode_png(picture, provenance)
                                             : encode_jpeg(picture, provenance, 92);
}

/// Before any work: a name that no picture can have is told at once.
void check_out(const Options& options) {
    const std::string extension = options.out.extension().string();
    const bool right = options.gif ? extension == ".gif"
                                   : extension == ".png" || extension == ".jpg" || extension == ".jpeg";
    if (!right) {
        throw Error(ErrorCode::invalid_argument,
                    fmt::format("--out is {}: a name that ends in {} is wanted", options.out.string(),
                                options.gif ? ".gif" : ".png or .jpg"));
    }
    if (options.gif && options.steps < 2) {
        throw Error(ErrorCode::invalid_argument, "an animation has several pictures: give --steps, 9 or so");
    }
}

void blend(Options& options) {
    check_out(options);
    options.vision.load();
    const Parent a = parent_of(options.a, options.vision), b = parent_of(options.b, options.vision);
    write_file(options.out,
               encoded(options, options.kind == "drawn" ? drawn(options, a, b) : morphed(options, a, b)));
}

}  // namespace

void add_blend_command(CLI::App& app, ExitStatus& /*status*/) {
    CLI::App* command = app.add_subcommand("blend", "Make a face that resembles two");
    const auto options = std::make_shared<Options>();  // shared with the callback, which outlives this call
    command->add_option("A", options->a, "A photo: t = 0 is the largest face in it")->required();
    command->add_option("B", options->b, "A photo: t = 1 is the largest face in it")->required();
    command->add_option("--out", options->out, "Where the picture goes: .png, .jpg or, with --gif, .gif")
        ->required();
    CLI::Option* t = command->add_option("--t", options->t, "From 0, only A, to 1, only B")
                         ->check(CLI::Range(0.0, 1.0))
                         ->capture_default_str();
    command
        ->add_option("--steps", options->steps,
                     "As many pictures side by side, from A to B; 1 is the one at --t")
        ->check(CLI::Range(1, 64))
        ->excludes(t)
        ->capture_default_str();
    command->add_flag("--gif", options->gif, "The steps as an animation");
    command
        ->add_option("--kind", options->kind,
                     "photos: the two photos, morphed; drawn: a face drawn from the two embeddings alone")
        ->check(CLI::IsMember({"photos", "drawn"}))
        ->capture_default_str();
    options->vision.add_options(*command);
    command->footer("The file's metadata say that a machine made the picture, and how.");
    command->callback([options] { blend(*options); });
}

}  // namespace faces
