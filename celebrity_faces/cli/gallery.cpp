#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/data_directory.hpp"
#include "cli/existing_store.hpp"
#include "cli/gallery_check.hpp"
#include "cli/gallery_import.hpp"
#include "cli/gallery_reembed.hpp"
#include "faces/error.hpp"
#include "gallery/builtin.hpp"
#include "gallery/export.hpp"
#include "gallery/made_faces.hpp"
#include "gallery/removal.hpp"
#include "gallery/store.hpp"
#include "terminal_kit/progress.hpp"

namespace faces {
namespace {

struct GalleryOptions {
    std::filesystem::path data;
    std::string name;
    std::filesystem::path path;
    bool json = false;
    MadeFaces made;
};
using Options =
    std::shared_ptr<GalleryOptions>;  // shared with the callbacks, which outlive the commands' making

nlohmann::ordered_json person_json(const Person& person) {
    nlohmann::ordered_json json{
        {"id", person.id}, {"name", person.name}, {"photos", nlohmann::json::array()}};
    for (const PersonPhoto& photo : person.photos) {
        json["photos"].push_back({{"id", photo.id},
                                  {"width", photo.width},
                                  {"height", photo.height},
                                  {"link", photo.link},
                                  {"licence", photo.licence},
                                  {"credit", photo.credit}});
    }
    return json;
}

void list_people(const GalleryOptions& options) {
    const Store store = existing_store(options.data);
    const std::vector<Person> people = store.list(options.name, 0, store.count(options.name));
    if (options.json) {
        nlohmann::ordered_json json = nlohmann::ordered_json::array();
        for (const Person& person : people) {
            json.push_back(person_json(person));
        }
        fmt::print("{}\n", json.dump());
        return;
    }
    for (const Person& person : people) {
        fmt::print("{:>8}  {}  ({})\n", person.id, person.name, person.photos.size());
    }
    const Counts counts = store.counts();
    fmt::print("{} people, {} photos, {} faces\n", counts.people, counts.photos, counts.faces);
}

void show_person(const GalleryOptions& options) {
    const Store store = existing_store(options.data);
    const std::optional<Person> person = store.person_named(options.name);
    if (!person) {
        throw Error(
            ErrorCode::not_found,
            fmt::format(
                "there is no person \"{}\": `celebrity-faces gallery list {}` shows names that contain it",
                options.name, options.name));
    }
    if (options.json) {
        fmt::print("{}\n", person_json(*person).dump());
        return;
    }
    fmt::print("{} (person {})\n", person->name, person->id);
    store.for_each_photo(person->id, [](const StoredPhoto& photo) {
        fmt::print("  photo {:>6}  {} x {}  from {}", photo.shown.id, photo.shown.width, photo.shown.height,
                   photo.source);
        for (const std::string& text : {photo.shown.credit, photo.shown.licence, photo.shown.link}) {
            if (!text.empty()) {
                fmt::print("  {}", text);
            }
        }
        fmt::print("\n");
    });
}

void remove(const GalleryOptions& options) {
    Store store = existing_store(options.data);
    const Removal removal = remove_named(store, options.name);
    // The index' snapshot holds the embeddings too. It is derived: the next start makes it anew, and a
    // running server writes one without them in some seconds.
    std::filesystem::remove(index_snapshot(options.data));
    fmt::print("removed {}: {} people, {} photos, {} faces\n", removal.what, removal.removed.people,
               removal.removed.photos, removal.removed.faces);
}

void export_to(const GalleryOptions& options) {
    const Store store = existing_store(options.data);
    terminal::ProgressBar bar("photos", store.counts().photos);
    const Counts counts =
        export_gallery(store, options.path, [&](std::size_t done, std::size_t /*total*/) { bar.show(done); });
    fmt::print("exported {} people, {} photos, {} faces to {}\n", counts.people, counts.photos, counts.faces,
               options.path.string());
}

void make_faces(const GalleryOptions& options) {
    Store store(options.data);
    insert_made_faces(store, {"mobilefacenet", 128, "l2", "f32"}, options.made);
    fmt::print("{} faces are in {}\n", store.counts().faces, options.data.string());
}

void build_builtin_gallery(const GalleryOptions& options) {
    const Store store = existing_store(options.data);
    const BuiltinGallery gallery = build_builtin(store);
    write_builtin(options.path, gallery.embedder, gallery.entries);
    fmt::print("{} people, {} bytes, in {}\n", gallery.entries.size(),
               std::filesystem::file_size(options.path), options.path.string());
}

CLI::App* add(CLI::App& group, const char* name, const char* help, const Options& options,
              void (*run)(const GalleryOptions&)) {
    CLI::App* command = group.add_subcommand(name, help);
    add_data_option(*command, options->data);
    command->callback([options, run] { run(*options); });
    return command;
}

}  // namespace

void add_gallery_commands(CLI::App& app, ExitStatus& status) {
    CLI::App& group = *app.add_subcommand("gallery", "Your own people and photos");
    group.require_subcommand(1);
    const auto options = std::make_shared<GalleryOptions>();

    add_import_command(group, status);
    add_check_command(group, status);
    add_reembed_command(group, status);
    CLI::App* list = add(group, "list", "Who is in the gallery", options, list_people);
    list->add_option("NAME", options->name, "Only names that contain this");
    list->add_flag("--json", options->json, "Print one JSON document");
    CLI::App* show = add(group, "show", "One person's photos", options, show_person);
    show->add_option("NAME", options->name, "The person's name")->required();
    show->add_flag("--json", options->json, "Print one JSON document");
    add(group, "remove", "Remove a person or a photo from the gallery; your own files stay", options, remove)
        ->add_option("NAME|PHOTO", options->name, "A person's name; or a photo's number, file or file name")
        ->required();
    add(group, "export", "Write the gallery to a new folder, from which `import` brings it back", options,
        export_to)
        ->add_option("DIR", options->path, "A new or empty folder")
        ->required();
    CLI::App* made =
        add(group, "make-faces", "Fill the gallery with people who do not exist, to try its scale", options,
            make_faces);
    made->add_option("--faces", options->made.faces, "How many faces")->capture_default_str();
    made->add_option("--people", options->made.people, "Of how many people")->capture_default_str();
    made->add_option("--seed", options->made.seed, "The same seed makes the same faces")
        ->capture_default_str();
    add(group, "build-builtin", "Write names and embeddings, one entry a person, as a built-in gallery",
        options, build_builtin_gallery)
        ->add_option("FILE", options->path, "The file to write")
        ->required();
}

}  // namespace faces
