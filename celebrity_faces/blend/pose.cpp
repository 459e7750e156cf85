#include "blend/pose.hpp"

namespace faces {
namespace {

cv::Point3d middle(const FacePoints& points) {
    cv::Point3d sum;
    for (const cv::Point3d& point : points) {
        sum += point;
    }
    return sum * (1.0 / static_cast<double>(points.size()));
}

}  // namespace

FacePoints in_pose_of(const FacePoints& face, const FacePoints& other) {
    const cv::Point3d from = middle(face), to = middle(other);
    cv::Matx33d products = cv::Matx33d::zeros();
    double squares = 0;
    for (std::size_t i = 0; i < face.size(); ++i) {
        const cv::Vec3d p = face[i] - from, q = other[i] - to;
        products += q * p.t();
        squares += p.dot(p);
    }
    cv::Vec3d values;
    cv::Matx33d u, vt;
    cv::SVD::compute(products, values, u, vt);
    // No mirror image.
    const cv::Vec3d signs(1, 1, cv::determinant(u) * cv::determinant(vt) < 0 ? -1 : 1);
    const cv::Matx33d turn = u * cv::Matx33d::diag(signs) * vt;
    const double scale = values.dot(signs) / squares;
    FacePoints posed;
    for (std::size_t i = 0; i < face.size(); ++i) {
        posed[i] = cv::Point3d(scale * (turn * cv::Vec3d(face[i] - from))) + to;
    }
    return posed;
}

FacePoints between(const FacePoints& a, const FacePoints& b, double t) {
    FacePoints points;
    for (std::size_t i = 0; i < a.size(); ++i) {
        points[i] = a[i] * (1 - t) + b[i] * t;
    }
    return points;
}

}  // namespace faces
