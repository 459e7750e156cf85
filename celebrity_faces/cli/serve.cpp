#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <memory>
#include <thread>

#include "cli/application.hpp"
#include "cli/command.hpp"
#include "cli/data_directory.hpp"
#include "cli/on_first_use.hpp"
#include "faces/resources.hpp"
#include "http_kit/server.hpp"
#include "service/service.hpp"

namespace faces {
namespace {

struct Options {
    std::filesystem::path data;
    std::string host = "127.0.0.1", index_url;
    std::uint16_t port = 8080;
    bool with_builtin = false;
    VisionParts vision;
};

void serve(Options& options) {
    options.vision.load();
    std::map<std::string, const Detector*> detectors{
        {options.vision.detector_name, options.vision.detector.get()}};
    std::vector<std::unique_ptr<Detector>> others;
    for (const std::string& name : detector_names()) {
        if (!detectors.contains(name)) {
            // Few requests name another than the default.
            others.push_back(std::make_unique<DetectorOnFirstUse>(
                [name, vision = options.vision.options()] { return make_detector(name, vision); }));
            detectors[name] = others.back().get();
        }
    }
    Application application({.data = options.data,
                             .with_builtin = options.with_builtin,
                             .index_url = options.index_url,
                             .on_warning = [](const std::string& text) { spdlog::warn("{}", text); }},
                            options.vision);

    const std::filesystem::path resources = resource_directory();
    http::Server server({.host = options.host,
                         .port = options.port,
                         .heavy_threads = options.vision.threads,
                         .max_body_bytes = max_request_bytes},
                        make_routes({.lookalike = application.lookalike(),
                                     .detectors = detectors,
                                     .default_detector = options.vision.detector_name,
                                     .aligner = *options.vision.aligner,
                                     .people = application.gallery(),
                                     .index = application.index(),
                                     .ready = [&] { return application.is_ready(); },
                                     .web_folder = resources / "web",
                                     .swagger_folder = resources / "swagger-ui",
                                     .openapi_file = resources / "openapi.yaml"}));
    const std::jthread follower([&](const std::stop_token& stop) {
        application.follow(stop, [](const std::exception& error) {
            spdlog::error("the index does not follow the gallery: {}", error.what());
        });
    });
    application.wait_until_settled(std::chrono::seconds(1));
    server.start();
    fmt::print("celebrity-faces " FACES_VERSION " at http://{}:{}\n", options.host, server.port());
    std::fflush(stdout);
    server.run_until_signal();
}

}  // namespace

void add_serve_command(CLI::App& app, ExitStatus& /*status*/) {
    CLI::App* command = app.add_subcommand("serve", "Serve the page and the API");
    const auto options = std::make_shared<Options>();  // shared with the callback, which outlives this call
    command
        ->add_option("--host", options->host,
                     "The address to listen on; 0.0.0.0 for every one of this machine")
        ->capture_default_str();
    command->add_option("--port", options->port, "The port to listen on; 0 for any free one")
        ->capture_default_str();
    add_data_option(*command, options->data);
    command->add_flag("--with-builtin", options->with_builtin, "Show the built-in gallery beside your own");
    command->add_option("--index", options->index_url,
                        "Use the program hnsw-index at http://HOST:PORT; else the index is inside");
    options->vision.add_embedder_options(*command);
    command->footer("Ctrl-C ends it: requests at hand are answered. The API's documentation is at /docs.");
    command->callback([options] { serve(*options); });
}

}  // namespace faces
