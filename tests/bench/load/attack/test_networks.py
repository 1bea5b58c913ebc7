from chatserver.accounts.limits.client_address import address_levels
from tests.bench.load.attack.networks import address_in_48, address_of_newcomer, addresses_in


def test_the_addresses_of_a_48_are_many_and_those_of_other_networks_are_in_regions_of_their_own() -> None:
    seen = [address_levels(address_in_48(number)) for number in range(1_150)]
    assert (len({each.address for each in seen}), len({each.network for each in seen})) == (1_150, 1)
    for networks in (4, 8, 300):
        seen = [address_levels(address) for address in map(addresses_in(networks), range(1_150))]
        assert len({each.region for each in seen}) == len({each.network for each in seen}) == networks
        assert len({each.address for each in seen}) == min(1_150, 250 * networks)


def test_no_newcomer_is_in_a_network_that_attacks() -> None:
    attacking = {address_levels(address).region for address in map(addresses_in(300), range(300))}
    newcomers = [address_levels(address_of_newcomer(number)) for number in range(100)]
    assert not attacking & {each.region for each in newcomers}
    assert (len({each.network for each in newcomers}), len({each.address for each in newcomers})) == (50, 100)
