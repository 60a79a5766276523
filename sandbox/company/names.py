"""Invented people's names: none of them belongs to anybody in particular."""

_FEMALE_WORDS = """
Abigail Alice Amara Amelia Anita Ariana Beatriz Bianca Camila Carmen Celeste Chloe Clara Dahlia Deborah
Diana Elena Elise Emma Esther Fatima Freya Gloria Grace Hana Hannah Helen Ines Irene Isabel Ivy Jade
Jasmine Joan Josephine Julia Karen Keiko Laila Laura Leah Lena Lucia Lydia Mabel Margaret Mei Mira Naomi
Nadia Nora Olga Olivia Paula Priya Rachel Renata Rosa Ruth Sofia Stella Talia Vera Yasmin
"""
_MALE_WORDS = """
Aaron Adrian Ahmed Alan Amir Andre Anton Arjun Benjamin Bruno Caleb Carlos Cedric Daniel David Dmitri
Edgar Eli Emil Enzo Ethan Felix Frank Gabriel George Hassan Hector Henry Hugo Ian Isaac Ivan Jacob James
Jerome Jonas Jorge Julian Kenji Kevin Liam Leon Luis Marcus Mateo Max Miguel Nathan Noah Omar Oscar Owen
Pablo Peter Quentin Ravi Rene Samuel Sean Simon Tariq Theo Victor Walter
"""
_LAST_WORDS = """
Abbott Adeyemi Alvarez Anderson Ashford Bailey Banerjee Barrett Becker Bishop Blackwood Brennan Brooks
Calloway Campbell Castillo Chandra Chang Clarke Coleman Crawford Dalton Delgado Devereux Dixon Donovan
Drummond Ellison Espinoza Farrell Ferreira Fletcher Foster Fujimoto Gallagher Gibson Goldberg Gomez
Grant Griffin Haddad Hale Hamilton Hanson Harper Hassan Hayes Henderson Hoffman Holloway Hughes Ibrahim
Ingram Ito Jacobs Jennings Johansson Kapoor Keller Kennedy Khan Kim Kowalski Lambert Larsen Lawson
Lindgren Lopez Lowell MacLeod Maldonado Mancini Marsh Mbeki McAllister Mendoza Mercer Mitchell Moreno
Morris Nakamura Navarro Nguyen Nielsen Novak O'Brien O'Connor Okafor Oliveira Ortiz Osborne Park Parsons
Patel Pereira Petrov Pierce Pritchard Quinn Ramirez Ramsey Reyes Richter Rivera Roe Romano Rossi Rowland
Russo Sandoval Santos Sato Schneider Sharma Sheridan Silva Simmons Sorensen Spencer Stone Sullivan
Suzuki Takahashi Tanaka Thornton Torres Underwood Valdez Vance Vargas Vaughn Volkov Wagner Walsh
Watanabe Weber Whitaker Winslow Woods Wright Yamada Yoon Young Zamora Zhang Zimmerman
"""
_STREETS_WORDS = """
Alder Aspen Birch Cedar Cherry Chestnut Clearwater Cottonwood Elm Fir Foothill Garden Harrison Hawthorne
Hill Juniper Lake Larch Laurel Lincoln Linden Madison Maple Meadow Mill Oak Orchard Park Pine Prairie
Ridge River Spring Spruce Summit Sunset Sycamore Union Valley Walnut Willow
"""
FEMALE = tuple(_FEMALE_WORDS.split())
MALE = tuple(_MALE_WORDS.split())
LAST = tuple(_LAST_WORDS.split())
STREETS = tuple(_STREETS_WORDS.split())
STREET_KINDS = ("St", "Ave", "Rd", "Ln", "Ct", "Dr", "Way")
