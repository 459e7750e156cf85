#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace faces::testing {

/// Protocol buffers' encoding, as much of it as an ONNX file of two nodes needs.
class Message {
  public:
    Message& number(int field, std::uint64_t value) {
        varint(static_cast<std::uint64_t>(field) << 3);
        varint(value);
        return *this;
    }
    Message& text(int field, const std::string& value) {
        varint(static_cast<std::uint64_t>(field) << 3 | 2);
        varint(value.size());
        bytes_ += value;
        return *this;
    }
    Message& message(int field, const Message& value) { return text(field, value.bytes_); }
    [[nodiscard]] const std::string& bytes() const { return bytes_; }

  private:
    void varint(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7) {
            bytes_ += static_cast<char>(value | 0x80);
        }
        bytes_ += static_cast<char>(value);
    }
    std::string bytes_;
};

/// An ONNX network f32 [1, 3, 32, 32] → f32 [1, 48]: the mean of each channel in 4 x 4 squares, red's first.
/// Small and without weights, and yet two pictures lie the nearer the more alike their colours lie. The field
/// numbers are onnx.proto's.
inline void write_colour_network(const std::filesystem::path& file) {
    const auto tensor = [](const std::string& name, const std::vector<std::uint64_t>& sizes) {
        Message shape;
        for (const std::uint64_t size : sizes) {
            shape.message(1, Message().number(1, size));
        }
        return Message().text(1, name).message(
            2, Message().message(1, Message().number(1, 1).message(2, shape)));
    };
    const auto sides = [](const std::string& name) {
        return Message().text(1, name).number(8, 8).number(8, 8).number(20, 7);
    };
    const Message pool = Message()
                             .text(1, "pixels")
                             .text(2, "means")
                             .text(4, "AveragePool")
                             .message(5, sides("kernel_shape"))
                             .message(5, sides("strides"));
    const Message flat = Message().text(1, "means").text(2, "values").text(4, "Flatten");
    const Message graph = Message()
                              .message(1, pool)
                              .message(1, flat)
                              .text(2, "colours")
                              .message(11, tensor("pixels", {1, 3, 32, 32}))
                              .message(12, tensor("values", {1, 48}));
    const Message model =
        Message().number(1, 8).message(7, graph).message(8, Message().text(1, "").number(2, 13));
    std::ofstream(file, std::ios::binary) << model.bytes();
}

}  // namespace faces::testing
