"""Two kernels of ocean models: the density of sea water, and the diffusion along surfaces of equal density."""
import numpy as np

from compare.row import Row


def water(n):
    """Salinity, temperature and pressure in bar."""
    rng = np.random.default_rng(6)
    return [rng.uniform(30, 40, n), rng.uniform(0, 30, n), rng.uniform(0, 1000, n)]


def density(m):
    """The international equation of state of sea water of 1980 (UNESCO technical papers in marine science 36)."""

    def of(s, t, p):
        root = m.sqrt(s)
        fresh = 999.842594 + t * (6.793952e-2 + t * (-9.095290e-3 + t * (1.001685e-4 + t * (-1.120083e-6 + t * 6.536332e-9))))
        salt = 8.24493e-1 + t * (-4.0899e-3 + t * (7.6438e-5 + t * (-8.2467e-7 + t * 5.3875e-9)))
        at_surface = fresh + s * (salt + root * (-5.72466e-3 + t * (1.0227e-4 - t * 1.6546e-6)) + s * 4.8314e-4)
        stiff = 19652.21 + t * (148.4206 + t * (-2.327105 + t * (1.360477e-2 - t * 5.155288e-5)))
        stiff = stiff + s * (54.6746 + t * (-0.603459 + t * (1.09987e-2 - t * 6.1670e-5))
                             + root * (7.944e-2 + t * (1.6483e-2 - t * 5.3009e-4)))
        linear = 3.239908 + t * (1.43713e-3 + t * (1.16092e-4 - t * 5.77905e-7))
        linear = linear + s * (2.2838e-3 - t * (1.0981e-5 + t * 1.6078e-6) + root * 1.91075e-4)
        square = 8.50935e-5 + t * (-6.12293e-6 + t * 5.2787e-8) + s * (-9.9348e-7 + t * (2.0816e-8 + t * 9.1697e-10))
        return at_surface / (1 - p / (stiff + p * (linear + p * square)))

    return of


def ocean(nx, ny, nz):
    """Temperature, salinity, a mask of the water (0 or 1), and the thickness of the layers from below."""
    rng = np.random.default_rng(8)
    depth = np.linspace(1, 0, nz)
    t = 20 - 15 * depth + rng.normal(0, 0.5, (nx, ny, nz))
    s = 35 - depth + rng.normal(0, 0.05, (nx, ny, nz))
    return [t, s, (rng.uniform(0, 1, (nx, ny, nz)) > 0.1).astype("float64"), np.linspace(200, 20, nz)]


STEP, DIFFUSIVITY, TINY = 100e3, 1000.0, 1e-9
STEEPEST, WIDTH = 4e-3, 1e-3  # diffusion fades where surfaces are steeper


def isoneutral(m):
    """The tensor of diffusion along surfaces of equal density by triads (Griffies and others 1998).

    At each face between two columns, four triads of gradients (of either column, up or down) give a slope each; what is too
    steep is tapered. Results: the tensor's parts at faces in x and y, and the vertical one at cells.
    """

    def of(t, s, mask, dz):
        nx, ny, nz = t.shape[0], t.shape[1], t.shape[2]
        by_t = -0.1713 - 0.0205 * (t - 10.0)  # of density, by temperature and by salinity
        by_s = 0.8 - 0.002 * (t - 10.0)
        apart = 0.5 * (dz[1:] + dz[:-1])
        wet = mask[:, :, 1:] * mask[:, :, :-1]
        tz = (t[:, :, 1:] - t[:, :, :-1]) / apart * wet
        sz = (s[:, :, 1:] - s[:, :, :-1]) / apart * wet

        wet = mask[1:, 1:-1, 1:-1] * mask[:-1, 1:-1, 1:-1]
        tx = (t[1:, 1:-1, 1:-1] - t[:-1, 1:-1, 1:-1]) / STEP * wet
        sx = (s[1:, 1:-1, 1:-1] - s[:-1, 1:-1, 1:-1]) / STEP * wet
        k11, k13, left, right = wet * 0.0, wet * 0.0, wet * 0.0, wet * 0.0
        for side in (0, 1):
            bt = by_t[side:nx - 1 + side, 1:-1, 1:-1]
            bs = by_s[side:nx - 1 + side, 1:-1, 1:-1]
            for up in (0, 1):
                steep = bt * tz[side:nx - 1 + side, 1:-1, up:nz - 2 + up] + bs * sz[side:nx - 1 + side, 1:-1, up:nz - 2 + up]
                slope = -(bt * tx + bs * sx) / (m.minimum(steep, 0.0) - TINY)
                taper = 0.25 * DIFFUSIVITY * 0.5 * (1.0 + m.tanh((STEEPEST - m.sqrt(slope * slope)) / WIDTH)) * wet
                k11 = k11 + taper
                k13 = k13 + taper * slope
                left = left + (1 - side) * taper * slope * slope
                right = right + side * taper * slope * slope
        k33 = left[1:] + right[:-1]

        wet = mask[1:-1, 1:, 1:-1] * mask[1:-1, :-1, 1:-1]
        ty = (t[1:-1, 1:, 1:-1] - t[1:-1, :-1, 1:-1]) / STEP * wet
        sy = (s[1:-1, 1:, 1:-1] - s[1:-1, :-1, 1:-1]) / STEP * wet
        k22, k23, left, right = wet * 0.0, wet * 0.0, wet * 0.0, wet * 0.0
        for side in (0, 1):
            bt = by_t[1:-1, side:ny - 1 + side, 1:-1]
            bs = by_s[1:-1, side:ny - 1 + side, 1:-1]
            for up in (0, 1):
                steep = bt * tz[1:-1, side:ny - 1 + side, up:nz - 2 + up] + bs * sz[1:-1, side:ny - 1 + side, up:nz - 2 + up]
                slope = -(bt * ty + bs * sy) / (m.minimum(steep, 0.0) - TINY)
                taper = 0.25 * DIFFUSIVITY * 0.5 * (1.0 + m.tanh((STEEPEST - m.sqrt(slope * slope)) / WIDTH)) * wet
                k22 = k22 + taper
                k23 = k23 + taper * slope
                left = left + (1 - side) * taper * slope * slope
                right = right + side * taper * slope * slope
        return k11, k13, k22, k23, k33 + left[:, 1:] + right[:, :-1]

    return of


Row("equation of state", cases={"65536": (65_536,), "1048576": (1_048_576,)}, data=water, formula=density, native="density")

Row("isoneutral mixing", cases={"64x64x16": (64, 64, 16), "128x128x64": (128, 128, 64)}, data=ocean, formula=isoneutral,
    native="isoneutral", tolerance=1e-9)
