#include "import/resnet_layers.hpp"

// The one translation unit with dlib's network headers: they take 20 s and 1 GB to compile.
#include <dlib/dnn.h>

namespace models {
namespace {

// The network's type is its shape: dlib reads the weights only into this very one.
template <template <int, template <typename> class, int, typename> class Block, int filters,
          template <typename> class Norm, typename Subnet>
using Residual = dlib::add_prev1<Block<filters, Norm, 1, dlib::tag1<Subnet>>>;

template <template <int, template <typename> class, int, typename> class Block, int filters,
          template <typename> class Norm, typename Subnet>
using ResidualDown = dlib::add_prev2<
    dlib::avg_pool<2, 2, 2, 2, dlib::skip1<dlib::tag2<Block<filters, Norm, 2, dlib::tag1<Subnet>>>>>>;

template <int filters, template <typename> class Norm, int stride, typename Subnet>
using ConvolutionPair =
    Norm<dlib::con<filters, 3, 3, 1, 1, dlib::relu<Norm<dlib::con<filters, 3, 3, stride, stride, Subnet>>>>>;

template <int filters, typename Subnet>
using Same = dlib::relu<Residual<ConvolutionPair, filters, dlib::affine, Subnet>>;
template <int filters, typename Subnet>
using Down = dlib::relu<ResidualDown<ConvolutionPair, filters, dlib::affine, Subnet>>;

template <typename Subnet>
using Stem = dlib::max_pool<3, 3, 2, 2, dlib::relu<dlib::affine<dlib::con<32, 7, 7, 2, 2, Subnet>>>>;
template <typename Subnet>
using Level32 = Same<32, Same<32, Same<32, Subnet>>>;
template <typename Subnet>
using Level64 = Same<64, Same<64, Same<64, Down<64, Subnet>>>>;
template <typename Subnet>
using Level128 = Same<128, Same<128, Down<128, Subnet>>>;
template <typename Subnet>
using Level256 = Down<256, Same<256, Same<256, Down<256, Subnet>>>>;

using Network = dlib::loss_metric<dlib::fc_no_bias<
    128,
    dlib::avg_pool_everything<Level256<Level128<Level64<Level32<Stem<dlib::input_rgb_image_sized<150>>>>>>>>>;

std::vector<float> values(const dlib::tensor& tensor, std::size_t first, std::size_t count) {
    return {tensor.host() + first, tensor.host() + first + count};
}
std::vector<float> values(const dlib::tensor& tensor) {
    return values(tensor, 0, tensor.size());
}

/// Writes each layer down; dlib calls the overload that fits a layer's type best.
class LayerReader {
  public:
    explicit LayerReader(std::vector<Layer>& layers) : layers_(layers) {}

    template <typename Anything>
    void operator()(std::size_t /*index*/, Anything& /*the input and the loss need nothing*/) {}

    template <typename Details, typename Subnet, typename Enable>
    void operator()(std::size_t /*index*/, dlib::add_layer<Details, Subnet, Enable>& layer) {
        add(layer.layer_details());
    }
    template <unsigned long id, typename Subnet, typename Enable>
    void operator()(std::size_t /*index*/, dlib::add_tag_layer<id, Subnet, Enable>& /*layer*/) {
        layers_.push_back({.kind = Layer::Kind::tag, .tag = static_cast<int>(id)});
    }
    template <template <typename> class Tag, typename Subnet>
    void operator()(std::size_t /*index*/, dlib::add_skip_layer<Tag, Subnet>& /*layer*/) {
        layers_.push_back({.kind = Layer::Kind::skip, .tag = static_cast<int>(dlib::tag_id<Tag>::id)});
    }

  private:
    template <long filters, long rows, long columns, int stride_y, int stride_x, int padding_y, int padding_x>
    void add(const dlib::con_<filters, rows, columns, stride_y, stride_x, padding_y, padding_x>& details) {
        const dlib::tensor& all = details.get_layer_params();
        const std::size_t biases = details.bias_is_disabled() ? 0 : filters;
        layers_.push_back({.kind = Layer::Kind::convolution,
                           .kernel = rows,
                           .stride = stride_y,
                           .padding = padding_y,
                           .outputs = filters,
                           .weights = values(all, 0, all.size() - biases),
                           .bias = values(all, all.size() - biases, biases)});
    }
    void add(const dlib::affine_& details) {
        dlib::alias_tensor_const_instance factor = details.get_gamma();
        dlib::alias_tensor_const_instance summand = details.get_beta();
        layers_.push_back({.kind = Layer::Kind::affine, .weights = values(factor), .bias = values(summand)});
    }
    void add(const dlib::relu_& /*details*/) { layers_.push_back({.kind = Layer::Kind::relu}); }
    template <long rows, long columns, int stride_y, int stride_x, int padding_y, int padding_x>
    void add(const dlib::max_pool_<rows, columns, stride_y, stride_x, padding_y, padding_x>& /*details*/) {
        layers_.push_back(
            {.kind = Layer::Kind::max_pool, .kernel = rows, .stride = stride_y, .padding = padding_y});
    }
    template <long rows, long columns, int stride_y, int stride_x, int padding_y, int padding_x>
    void add(const dlib::avg_pool_<rows, columns, stride_y, stride_x, padding_y, padding_x>& /*details*/) {
        if constexpr (rows == 0) {
            layers_.push_back({.kind = Layer::Kind::global_average_pool});
        } else {
            layers_.push_back({.kind = Layer::Kind::average_pool,
                               .kernel = rows,
                               .stride = stride_y,
                               .padding = padding_y});
        }
    }
    template <unsigned long outputs, dlib::fc_bias_mode mode>
    void add(const dlib::fc_<outputs, mode>& details) {
        const dlib::tensor& all = details.get_layer_params();
        layers_.push_back({.kind = Layer::Kind::dense, .outputs = outputs, .weights = values(all)});
    }
    template <template <typename> class Tag>
    void add(const dlib::add_prev_<Tag>& /*details*/) {
        layers_.push_back({.kind = Layer::Kind::add, .tag = static_cast<int>(dlib::tag_id<Tag>::id)});
    }

    std::vector<Layer>& layers_;
};

Network load(const std::filesystem::path& dat_file) {
    Network network;
    dlib::deserialize(dat_file.string()) >> network;
    return network;
}

}  // namespace

std::vector<Layer> read_resnet(const std::filesystem::path& dat_file) {
    Network network = load(dat_file);
    std::vector<Layer> layers;
    dlib::visit_layers_backwards(network, LayerReader(layers));
    return layers;
}

struct DlibResnet::Loaded {
    Network network;
};

DlibResnet::DlibResnet(const std::filesystem::path& dat_file)
    : loaded_(std::make_unique<Loaded>(Loaded{load(dat_file)})) {}

DlibResnet::~DlibResnet() = default;

std::array<float, 128> DlibResnet::embed(std::span<const std::uint8_t> chip) {
    dlib::matrix<dlib::rgb_pixel> pixels(150, 150);
    for (long i = 0; i < pixels.size(); ++i) {
        const auto at = static_cast<std::size_t>(i) * 3;
        pixels(i) = {chip[at], chip[at + 1], chip[at + 2]};
    }
    const dlib::matrix<float, 0, 1> output = loaded_->network(pixels);
    std::array<float, 128> embedding{};
    std::copy(output.begin(), output.end(), embedding.begin());
    return embedding;
}

}  // namespace models
