"""Quantiles of the distributions that draws come from; in plain arithmetic, for both engines."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def polynomial(
    x: float, a: float, b: float, c: float, d: float, e: float, f: float, g: float, h: float
) -> float:
    """Value of a x^7 + b x^6 + ... + h, from the highest power down (Horner).

    Parameters
    ----------
    x
        Where.
    a, b, c, d, e, f, g, h
        Coefficients, that of the highest power first.

    Examples
    --------
    >>> polynomial(2.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 5.0)
    13.0
    """
    return ((((((a * x + b) * x + c) * x + d) * x + e) * x + f) * x + g) * x + h


def normal_quantile(p: float) -> float:
    """Quantile function of the standard normal distribution, increasing in `p`.

    Algorithm AS 241 (Wichura 1988, Applied Statistics 37, 477-484), about 16 digits.

    Parameters
    ----------
    p
        Probability, above 0 and below 1.

    Examples
    --------
    >>> round(normal_quantile(0.975), 6)
    1.959964
    """
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        num = polynomial(
            r,
            2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4,
            4.5921953931549871457e4, 1.3731693765509461125e4, 1.9715909503065514427e3,
            1.3314166789178437745e2, 3.3871328727963666080e0,
        )  # fmt: skip
        den = polynomial(
            r,
            5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4,
            2.1213794301586595867e4, 5.3941960214247511077e3, 6.8718700749205790830e2,
            4.2313330701600911252e1, 1.0,
        )  # fmt: skip
        return q * num / den
    r = math.sqrt(-math.log(p if q < 0.0 else 1.0 - p))
    if r <= 5.0:
        r = r - 1.6
        num = polynomial(
            r,
            7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
            1.27045825245236838258e0, 3.64784832476320460504e0, 5.76949722146069140550e0,
            4.63033784615654529590e0, 1.42343711074968357734e0,
        )  # fmt: skip
        den = polynomial(
            r,
            1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2,
            1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940e0,
            2.05319162663775882187e0, 1.0,
        )  # fmt: skip
    else:
        r = r - 5.0
        num = polynomial(
            r,
            2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
            2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e0,
            5.46378491116411436990e0, 6.65790464350110377720e0,
        )  # fmt: skip
        den = polynomial(
            r,
            2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
            7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
            5.99832206555887937690e-1, 1.0,
        )  # fmt: skip
    return -num / den if q < 0.0 else num / den


def poisson_quantile(u: float, mean: float) -> int:
    """Quantile of the Poisson distribution with `mean`, at probability `u`.

    Sums the probabilities up to a mean of 30; beyond, the normal quantile with the
    Cornish-Fisher skewness term (error under half a count in a thousand).

    Parameters
    ----------
    u, mean
        Probability, above 0 and below 1, and mean of the distribution, 0 or more.

    Examples
    --------
    >>> poisson_quantile(0.5, 3.0), poisson_quantile(0.5, 0.0)
    (3, 0)
    """
    if mean <= 0.0:
        return 0
    if u < 1.0 - mean - 1e-15:  # none, since exp(-mean) is above 1 - mean
        return 0
    if mean < 30.0:
        p = math.exp(-mean)
        total = p
        n = 0
        while u > total and n < 200:
            n += 1
            p = p * mean / n
            total += p
        return n
    z = normal_quantile(u)
    x = mean + math.sqrt(mean) * z + (z * z - 1.0) / 6.0
    return math.floor(x + 0.5) if x > 0.0 else 0


def poisson_quantiles(us: Floats, means: Floats) -> NDArray[np.int64]:
    """Quantiles of many Poisson distributions at once: those of `poisson_quantile`, bit by bit.

    Parameters
    ----------
    us, means
        Probabilities and means, of the same length, as `poisson_quantile` takes them.

    Examples
    --------
    >>> poisson_quantiles(np.array([0.5, 0.5]), np.array([3.0, 0.0])).tolist()
    [3, 0]
    """
    counts = np.zeros(len(us), dtype=np.int64)
    some = (means > 0.0) & (us >= 1.0 - means - 1e-15)
    for k in np.flatnonzero(some & (means >= 30.0)).tolist():
        counts[k] = poisson_quantile(float(us[k]), float(means[k]))
    of = np.flatnonzero(some & (means < 30.0))
    u, mean = us[of], means[of]
    p = np.array([math.exp(-m) for m in mean.tolist()])
    total = p.copy()
    for n in range(1, 201):
        beyond = u > total
        of, u, mean, p, total = of[beyond], u[beyond], mean[beyond], p[beyond], total[beyond]
        if len(of) == 0:
            break
        p = p * mean / n
        total += p
        counts[of] = n
    return counts


def geometric_quantile(u: float, mean: float) -> int:
    """Quantile of the geometric distribution on 0, 1, 2, … with `mean`, at probability `u`.

    Parameters
    ----------
    u, mean
        Probability, 0 or more and below 1, and mean of the distribution, 0 or more.

    Examples
    --------
    >>> geometric_quantile(0.4, 1.0), geometric_quantile(0.6, 1.0), geometric_quantile(0.9, 0.0)
    (0, 1, 0)
    """
    if mean <= 0.0:
        return 0
    return int(math.log(1.0 - u) / math.log(mean / (1.0 + mean)))
