"""Names of the many in the demo, as people write them: any script, one word or five, with titles.

All are invented. Whoever bears such a name has nothing to do with it.
"""


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in text.split(","))


FACULTY_OF_KARACHI = _listed("""
    Dr Shahid Hussain Memon, Dr Rabia Anwar, Prof. Abdul Ghaffar Sumar, Dr Nighat Sultana Kazmi,
    ڈاکٹر ثمینہ ناز, Dr Percy Cawasji, Dr Anita Fernandes, Dr Ghulam Sarwar Junejo, Dr Shazia,
    Prof. Dr Syeda Batool Zehra, Dr Mir Hazar Khan Bugti, Dr Lubna Saeed-ud-Din, Dr Naveed Lakhani,
    Dr Haresh Kumar Maheshwari, Dr Tahmina Rind, Dr Iqbal Ahmed Ansari, Dr Zarghuna Kakar,
    Dr Amjad Ali Shaikh, پروفیسر عبدالرحیم سومرو, Dr Fatima Tuz Zahra, Dr Roshan Bharucha,
    Dr Kamran Mirza Baig, Dr Uzma Palejo, Dr Waqas, Dr Naheed Rizvi, Dr Salim Dhanani,
    Dr Irum Naz Abbasi, Dr Bashir Ahmed Mengal, Dr Sadaf Ilyas, Dr Marium Pereira,
    Dr Qasim Jatoi, Dr Huma Nawab, Dr Yousuf Kaimkhani, Dr Asiya Tariq
""")
RESIDENTS_OF_KARACHI = _listed("""
    Asma Noorani, Owais Qarni Siddiqui, Palwasha, Hamza Bin Tahir, Sumaira Chandio, Zeeshan Haider,
    Mahnoor Fatima Lodhi, Rohail D'Mello, Anum, Saqib Mehsud, Sidra Kanwal, Jawad Ul Hassan,
    سدرہ یوسف, Kiran Lalwani, Taimoor Achakzai, Hafsa Muneer, Arbab Ali Leghari, Nimra Pasha,
    Sarmad Bhutto, Laiba Khalid, Danish Vohra, Yumna Rauf, Murad Baloch, Sehrish Gul,
    Ahmed Raza Qadri, Tooba, Vikram Oad, Iqra Jamil Ahmed, Shayan Rustomjee, Bushra Panhwar,
    حمزہ فاروق, Maha Iftikhar, Fahad Zardad Khan, Rida Zainab, Noman Ghauri, Amna Al-Haddad,
    Kashif Solangi, Zunaira Bano, Haris Mughal, Sapna Devi, Babar Afridi, Wajiha Sabir,
    Muhammad, Aiman Sohail, Shoaib Talpur, Mishal Durrani, Uzair Gabol, Ramsha Akhtar,
    Sufyan Katchi, عائشہ گل, Faraz Nizamani, Hira Mani Lobo, Talha Yar Khan, Komal Rathore,
    Abdul Basit Khoso, Areeba Zafar, Musa Hazara, Nayab Tunio, Ibrahim Qazi, Sania Mirbahar,
    Waleed Ahmad Butt, Eman, Zubair Marri
""")
DOCTORS_OF_LEEDS = _listed("""
    Dr Harriet Ackroyd, Dr Simon Hebblethwaite, Dr Priya Raghunathan, Mr Oluwaseun Adebayo FRCS,
    Dr Catrin Llewellyn-Jones, Prof. Graham Sutcliffe, Dr Rukhsana Mir, Dr Yusuf Dogan,
    Dr Mei-Ling Tan, Dr Fiona MacAskill, Dr Dawid Wójcik, Miss Eleanor Braithwaite, Dr Nkechi Obi,
    Dr Sanjay Mistry, Dr Hamish, Dr Beatriz dos Santos, Dr Tom Oldroyd, Dr Shirin Farrokhzadeh,
    Dr Gwen Pickles, Dr Abdi Warsame, Dr Lakshmi Narayanan, Dr Ruth Cohen-Hargreaves,
    Dr Stelios Papadakis, Dr Naomi Clegg, Dr Tunde, Dr Jasvinder Kaur Gill
""")
STUDENTS_OF_LEEDS = _listed("""
    Ellie Whitaker, Mohammed Uddin, Grace O'Malley, Arjun Sethi, Chloe Barraclough, Temi Bakare,
    Hannah Feldman, Liam Dyson, Zainab, Kacper Zieliński, Megan ap Rhys, Ibrahim Hussain,
    Freya Sykes, Xin Yi Lim, Callum McAllister, Amelia Horsfall, Rahul Nair, Aaliyah Brown,
    Josh Hardcastle, Sofía Martínez Ruiz, Thandiwe Moyo, Ben Ogden, Fatou Jallow, Imogen St John,
    Haroon Akhtar, Poppy Thwaites, Kofi, Lucy Nguyễn, Daniel Abramov, Maisie Holroyd,
    Sukhpreet Singh, Órlaith Brennan, Adam Bell-Carter, Nadia Al-Khatib, Jack Greenwood, Ifeoma Eze,
    Saoirse Doyle, Reece Lumb, Anneka de Vries, Hassan, Rosie Fairweather, Emre Gülşen,
    Charlotte Illingworth, Samuel Osei-Tutu, Yara Haddad, Finlay Robertshaw, Jaya Chaudhuri,
    Marcus Boothroyd, Elif, Bethany Crabtree, Nathaniel Quaye, Isla Ramsden, 王子涵, Owen Pritchard,
    Tabitha Lockwood, Jamal Abdi Nur
""")
