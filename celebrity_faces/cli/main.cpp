/// celebrity-faces: a photo goes in, and the famous people whom its faces resemble come back.

#include <fmt/format.h>

#include "cli/command.hpp"
#include "faces/error.hpp"

int main(int argc, char** argv) {
    CLI::App app("A photo goes in, and the famous people whom the faces in it resemble come back.",
                 "celebrity-faces");
    app.set_version_flag("--version", "celebrity-faces " FACES_VERSION);
    app.require_subcommand(1);
    faces::ExitStatus status = 0;
    faces::add_match_command(app, status);
    faces::add_serve_command(app, status);
    faces::add_gallery_commands(app, status);
    faces::add_evaluate_commands(app, status);
    try {
        app.parse(argc, argv);
        return status;
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const std::exception& error) {
        fmt::print(stderr, "celebrity-faces: {}\n", error.what());
        return 1;
    }
}
