"""Draws a training's curves:   curves.py OUT/log.jsonl curves.svg      (matplotlib)"""
import json
import sys

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "curves"
import matplotlib.pyplot as plt  # noqa: E402

PANELS = {"discriminators": ("critic", "feature_critic"), "what they make of the drawn faces": ("realism", "feature"),
          "1 - cosine to the person": ("identity", "identity_second"), "difference from the photo": ("perceptual", "perceptual_second", "colour")}

lines = [json.loads(line) for line in open(sys.argv[1])][1:]
figure, axes = plt.subplots(1, len(PANELS), figsize=(14, 3), constrained_layout=True)
for axis, (title, names) in zip(axes, PANELS.items()):
    for name in names:
        axis.plot([line["seen"] / 1000 for line in lines], [line[name] for line in lines], label=name.replace("_", ", "), linewidth=1)
    axis.set(title=title, xlabel="thousand pictures"), axis.legend(fontsize="small")
figure.savefig(sys.argv[2], metadata={"Date": None})
