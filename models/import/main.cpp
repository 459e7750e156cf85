/// import-models UNPACKED OUT: converts what unpack.py unpacked to what the programs load, once, when the
/// project is built.

#include <openvino/openvino.hpp>

#include <cstdlib>
#include <iostream>

#include "import/networks.hpp"

namespace {

void import_all(const std::filesystem::path& from, const std::filesystem::path& to) {
    using std::filesystem::copy_file;
    constexpr auto overwrite = std::filesystem::copy_options::overwrite_existing;
    std::filesystem::create_directories(to);
    const auto save = [&](const std::shared_ptr<ov::Model>& model) {
        // Without compression to f16: the weights stay the very ones that were published.
        ov::save_model(model, (to / (model->get_friendly_name() + ".xml")).string(), false);
    };
    save(models::build_resnet(models::read_resnet(from / "dlib_face_recognition_resnet_model_v1.dat")));
    for (const char stage : {'p', 'r', 'o'}) {
        save(models::build_mtcnn(stage, from / (std::string(1, stage) + "net.tensors")));
    }
    save(models::read_mobilefacenet(from / "MobileFaceNet.tflite"));
    save(models::read_face_mesh(from / "face_landmark.tflite"));
    copy_file(from / "shape_predictor_5_face_landmarks.dat", to / "five-point-predictor.dat", overwrite);
    copy_file(from / "haarcascade_frontalface_default.xml", to / "haar-frontal-face.xml", overwrite);
    copy_file(from / "haarcascade_eye.xml", to / "haar-eye.xml", overwrite);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: import-models UNPACKED OUT\n";
        return 2;
    }
    try {
        import_all(argv[1], argv[2]);
    } catch (const std::exception& error) {
        std::cerr << "import-models: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
