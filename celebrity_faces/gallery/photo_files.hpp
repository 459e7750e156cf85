#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace faces {

/// The copies of photos in a data directory: `photos/ab/ab….jpg`, named by the sha256 of the original's
/// bytes. A file of that name is always whole: it is written elsewhere first and then renamed.
class PhotoFiles {
  public:
    explicit PhotoFiles(const std::filesystem::path& data_directory);

    /// Where the copy lies, or would.
    [[nodiscard]] static std::filesystem::path file_in(const std::filesystem::path& data_directory,
                                                       const std::string& sha256);

    [[nodiscard]] std::optional<std::vector<std::uint8_t>> read(const std::string& sha256) const;

    /// A copy that is on the disk but has no name yet; deleted with this object unless published.
    class Staged {
      public:
        Staged(std::filesystem::path temporary, std::filesystem::path target);
        Staged(Staged&& other) noexcept;
        Staged& operator=(Staged&&) = delete;
        ~Staged();
        /// Gives the copy its name; a loss of power may still undo it.
        void publish();
        [[nodiscard]] std::filesystem::path folder() const { return target_.parent_path(); }

      private:
        std::filesystem::path temporary_;  // empty once published
        std::filesystem::path target_;
    };
    [[nodiscard]] Staged stage(const std::string& sha256, std::span<const std::uint8_t> jpeg) const;
    /// Publishes all and waits until the disk has their names.
    static void publish(std::span<Staged> copies);

    void remove(const std::string& sha256) const;
    /// The hashes of all copies.
    [[nodiscard]] std::vector<std::string> all() const;
    /// Deletes copies that were staged by a process that died. Nobody else may be staging.
    void remove_staged() const;

  private:
    [[nodiscard]] std::filesystem::path path_of(const std::string& sha256) const;
    std::filesystem::path data_directory_;
    std::filesystem::path folder_;
    std::filesystem::path staging_;
};

}  // namespace faces
