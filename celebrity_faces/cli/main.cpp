/// celebrity-faces: a photo goes in, and the famous people whom its faces resemble come back.

#include <malloc.h>

#include <cstdio>
#include <exception>
#include <string>

#include "cli/command.hpp"

namespace {

int run(int argc, char** argv) {
    CLI::App app("A photo goes in, and the famous people whom the faces in it resemble come back.",
                 "celebrity-faces");
    app.set_version_flag("--version", "celebrity-faces " FACES_VERSION);
    app.require_subcommand(1);
    faces::ExitStatus status = 0;
    faces::add_match_command(app, status);
    faces::add_blend_command(app, status);
    faces::add_serve_command(app, status);
    faces::add_gallery_commands(app, status);
    faces::add_evaluate_commands(app, status);
    faces::add_bench_command(app, status);
    try {
        app.parse(argc, argv);
        return status;
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
}

}  // namespace

int main(int argc, char** argv) {
    // Photos are large blocks that come and go. glibc would keep them in its heaps once it has seen some
    // freed (mallopt(3), M_MMAP_THRESHOLD): photos of 80 sizes left 300 MB behind, with this 90 MB.
    mallopt(M_MMAP_THRESHOLD, 1 << 20);  // NOLINT(concurrency-mt-unsafe): there are no threads yet
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fputs(("celebrity-faces: " + std::string(error.what()) + "\n").c_str(), stderr);
        return 1;
    }
}
