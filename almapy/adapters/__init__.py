"""The outside world behind the ports of the features: network, keys, codes on paper."""
