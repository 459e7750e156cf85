#pragma once

#include <vector>

#include "blend/mesh.hpp"
#include "blend/triangulation.hpp"

namespace faces {

/// Moves the points of `mesh` so that the triangles, those of `model`, turn the same way in it and none is
/// much smaller. A turned head hides one of its cheeks: the points there lie over one another, and a picture
/// bent by them shows folds. Points of a fold go to the middle of their neighbours, which ends: with all
/// points there, nothing overlaps (Tutte 1963, "How to draw a graph"). The border stays.
void untangle(Mesh& mesh, const Mesh& model, const std::vector<Triangle>& triangles);

}  // namespace faces
